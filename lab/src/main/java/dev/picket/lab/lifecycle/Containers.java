package dev.picket.lab.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Scope;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Empties namespaces and definitions that are being deleted, and lets them go when empty. */
final class Containers {

  private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  private final ObjectStore store;
  private final TypeRegistry types;
  private final Requests requests;

  Containers(ObjectStore store, TypeRegistry types, Requests requests) {
    this.store = store;
    this.types = types;
    this.requests = requests;
  }

  /** Deletes what is in a namespace; lets it go when nothing is left. */
  void emptyNamespace(String name) {
    Key key = BuiltInTypes.NAMESPACE.key("", name);
    if (store.latest().get(key).filter(StoredObject::deleting).isEmpty()) {
      return;
    }
    contents(store.latest(), name).forEach(this::delete);
    Snapshot snapshot = store.latest();
    Optional<StoredObject> namespace = snapshot.get(key);
    if (namespace.isPresent() && contents(snapshot, name).isEmpty()) {
      ObjectNode content = namespace.get().content();
      ArrayNode kept = Json.array();
      content
          .path("spec")
          .path("finalizers")
          .forEach(each -> {
            if (!each.asText().equals("kubernetes")) {
              kept.add(each);
            }
          });
      if (kept.size() < content.path("spec").path("finalizers").size()) {
        content.withObjectProperty("spec").set("finalizers", kept);
        requests.finalizeNamespace(content);
      }
    }
  }

  /** Deletes the objects of a definition; lets it go when none is left. */
  void emptyDefinition(String name) {
    Key key = BuiltInTypes.DEFINITION.key("", name);
    Optional<StoredObject> definition = store.latest().get(key).filter(StoredObject::deleting);
    if (definition.isEmpty()) {
      return;
    }
    objects(store.latest(), Scope.all(name)).forEach(this::delete);
    Snapshot snapshot = store.latest();
    Optional<StoredObject> now = snapshot.get(key);
    if (now.isPresent() && snapshot.count(Scope.all(name)) == 0) {
      ArrayNode kept = Json.array();
      List<String> finalizers = Collector.finalizers(now.get().content());
      finalizers.stream().filter(each -> !each.equals(CLEANUP)).forEach(kept::add);
      if (kept.size() < finalizers.size()) {
        requests.patchMetadata(
            BuiltInTypes.DEFINITION, now.get(), "finalizers", Collector.orNone(kept));
      }
    }
  }

  private void delete(StoredObject object) {
    if (!object.deleting()) {
      types
          .storing(store.latest(), object)
          .ifPresent(type -> requests.delete(type, object, "Background"));
    }
  }

  private List<StoredObject> contents(Snapshot snapshot, String namespace) {
    Set<String> resources = new HashSet<>();
    List<StoredObject> contents = new ArrayList<>();
    for (ResourceType each : types.all(snapshot)) {
      if (each.namespaced() && resources.add(each.stored().resource())) {
        contents.addAll(objects(snapshot, each.scope(namespace)));
      }
    }
    return contents;
  }

  private static List<StoredObject> objects(Snapshot snapshot, Scope scope) {
    List<StoredObject> objects = new ArrayList<>();
    snapshot.visit(scope, objects::add);
    return objects;
  }
}
