package dev.picket.lab.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Collects what depends on objects that are gone or going (garbage collection by owner references).
 * Used by one thread.
 */
final class Collector {

  static final String ORPHAN = "orphan";
  static final String FOREGROUND = "foregroundDeletion";

  private final ObjectStore store;
  private final TypeRegistry types;
  private final Requests requests;
  private final Dependents dependents;

  Collector(ObjectStore store, TypeRegistry types, Requests requests, Dependents dependents) {
    this.store = store;
    this.types = types;
    this.requests = requests;
    this.dependents = dependents;
  }

  /** Deletes an object none of whose owners is there, and cuts its references to those gone. */
  void examine(Key key) {
    Snapshot snapshot = store.latest();
    Optional<StoredObject> found = snapshot.get(key).filter(each -> !each.owners().isEmpty());
    Optional<ResourceType> type = found.flatMap(each -> types.storing(snapshot, each));
    if (found.isEmpty() || type.isEmpty() || found.get().deleting()) {
      return;
    }
    StoredObject object = found.get();
    ObjectNode content = object.content();
    boolean solid = false;
    boolean waiting = false;
    ArrayNode kept = Json.array();
    for (JsonNode reference : content.path("metadata").path("ownerReferences")) {
      Owner owner = owner(snapshot, object, reference);
      solid |= owner == Owner.SOLID;
      waiting |= owner == Owner.WAITING;
      if (owner == Owner.SOLID) {
        kept.add(reference);
      }
    }
    int references = content.path("metadata").path("ownerReferences").size();
    if (!solid) {
      requests.delete(type.get(), object, policy(content, waiting, object));
    } else if (kept.size() < references) {
      requests.patchMetadata(type.get(), object, "ownerReferences", orNone(kept));
    }
  }

  /** Cuts the references of all dependents, and lets the owner go. */
  void orphan(Key key) {
    held(key, ORPHAN)
        .ifPresent(owner -> {
          for (Key each : dependents.of(owner.uid())) {
            store.latest().get(each).ifPresent(dependent -> cut(dependent, owner.uid()));
          }
          release(owner, ORPHAN);
        });
  }

  /** Deletes all dependents, and lets the owner go when none that blocks it is left. */
  void deleteBefore(Key key) {
    held(key, FOREGROUND)
        .ifPresent(owner -> {
          boolean blocked = false;
          for (Key each : dependents.of(owner.uid())) {
            examine(each);
            blocked |=
                store.latest().get(each).filter(left -> blocks(left, owner.uid())).isPresent();
          }
          if (!blocked) {
            release(owner, FOREGROUND);
          }
        });
  }

  private Optional<StoredObject> held(Key key, String finalizer) {
    return store
        .latest()
        .get(key)
        .filter(StoredObject::deleting)
        .filter(each -> finalizers(each.content()).contains(finalizer));
  }

  private void cut(StoredObject dependent, String uid) {
    ArrayNode kept = Json.array();
    dependent
        .content()
        .path("metadata")
        .path("ownerReferences")
        .forEach(each -> {
          if (!each.path("uid").asText().equals(uid)) {
            kept.add(each);
          }
        });
    types
        .storing(store.latest(), dependent)
        .ifPresent(
            type -> requests.patchMetadata(type, dependent, "ownerReferences", orNone(kept)));
  }

  private void release(StoredObject owner, String finalizer) {
    Snapshot snapshot = store.latest();
    snapshot
        .get(owner.key())
        .ifPresent(now -> {
          ArrayNode kept = Json.array();
          finalizers(now.content()).stream()
              .filter(Predicate.not(finalizer::equals))
              .forEach(kept::add);
          types
              .storing(snapshot, now)
              .ifPresent(type -> requests.patchMetadata(type, now, "finalizers", orNone(kept)));
        });
  }

  private static boolean blocks(StoredObject dependent, String uid) {
    for (JsonNode each : dependent.content().path("metadata").path("ownerReferences")) {
      if (each.path("uid").asText().equals(uid)) {
        return each.path("blockOwnerDeletion").asBoolean();
      }
    }
    return false;
  }

  private String policy(ObjectNode content, boolean waiting, StoredObject object) {
    List<String> finalizers = finalizers(content);
    if (finalizers.contains(ORPHAN)) {
      return "Orphan";
    }
    boolean before = waiting && !dependents.of(object.uid()).isEmpty();
    return before || finalizers.contains(FOREGROUND) ? "Foreground" : "Background";
  }

  /** Nothing is known of owners of unknown kinds or in other namespaces, so they count as there. */
  private Owner owner(Snapshot snapshot, StoredObject object, JsonNode reference) {
    Optional<ResourceType> type =
        types.ofKind(
            snapshot, reference.path("apiVersion").asText(), reference.path("kind").asText());
    if (type.isEmpty() || (type.get().namespaced() && object.key().namespace().isEmpty())) {
      return Owner.SOLID;
    }
    Key key = type.get().key(object.key().namespace(), reference.path("name").asText());
    Optional<StoredObject> owner =
        snapshot.get(key).filter(each -> each.uid().equals(reference.path("uid").asText()));
    if (owner.isEmpty()) {
      return Owner.ABSENT;
    }
    boolean going =
        owner.get().deleting() && finalizers(owner.get().content()).contains(FOREGROUND);
    return going && reference.path("blockOwnerDeletion").asBoolean() ? Owner.WAITING : Owner.SOLID;
  }

  /** An empty list is left out. */
  static JsonNode orNone(ArrayNode list) {
    return list.isEmpty() ? NullNode.getInstance() : list;
  }

  static List<String> finalizers(JsonNode object) {
    return object.path("metadata").path("finalizers").valueStream().map(JsonNode::asText).toList();
  }

  /** How an owner is. */
  private enum Owner {
    SOLID,
    /** It waits for its dependents to go. */
    WAITING,
    ABSENT
  }
}
