package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.Scope;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes objects: at once, or when their last finalizer is gone. Namespaces and definitions take
 * along what is in them, and stay until that is gone.
 */
final class Deletion {

  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

  private final TypeRegistry types;
  private final Identity identity;

  Deletion(TypeRegistry types, Identity identity) {
    this.types = types;
    this.identity = identity;
  }

  /**
   * Deletes an object or marks it as being deleted.
   *
   * @return what came of it
   */
  Deleted delete(Transaction transaction, ResourceType type, StoredObject object) {
    String name = object.key().name();
    if (type.equals(BuiltInTypes.NAMESPACE) && IMMORTAL.contains(name)) {
      throw StatusException.forbidden(type, name, "this namespace may not be deleted");
    }
    return begin(transaction, object);
  }

  /** Removes an object that is being deleted, once nothing holds it. */
  StoredObject finishIfDue(Transaction transaction, ResourceType type, StoredObject object) {
    ObjectNode content = object.content();
    boolean due =
        content.path("metadata").has("deletionTimestamp")
            && finalizers(content).isEmpty()
            && contents(transaction, object).isEmpty();
    return due ? remove(transaction, object) : object;
  }

  static List<String> finalizers(JsonNode object) {
    List<String> finalizers = new ArrayList<>();
    object.path("metadata").path("finalizers").forEach(each -> finalizers.add(each.asText()));
    return finalizers;
  }

  private Deleted begin(Transaction transaction, StoredObject object) {
    for (StoredObject each : contents(transaction, object)) {
      begin(transaction, each);
    }
    Optional<StoredObject> there = transaction.now().get(object.key());
    if (there.isEmpty()) {
      return new Deleted(object, true);
    }
    ObjectNode content = there.get().content();
    if (finalizers(content).isEmpty() && contents(transaction, object).isEmpty()) {
      return new Deleted(remove(transaction, there.get()), true);
    }
    return new Deleted(mark(transaction, there.get(), content), false);
  }

  private StoredObject mark(Transaction transaction, StoredObject object, ObjectNode content) {
    ObjectNode metadata = Bodies.metadata(content);
    if (metadata.has("deletionTimestamp")) {
      return object;
    }
    metadata.put("deletionTimestamp", identity.now()).put("deletionGracePeriodSeconds", 0);
    if (metadata.has("generation")) {
      metadata.put("generation", metadata.path("generation").asLong() + 1);
    }
    if (object.key().resource().equals(BuiltInTypes.NAMESPACE.resource())) {
      content.withObjectProperty("status").put("phase", "Terminating");
    }
    return transaction.put(object.key(), content);
  }

  private StoredObject remove(Transaction transaction, StoredObject object) {
    StoredObject removed = transaction.remove(object);
    Key key = object.key();
    release(transaction, BuiltInTypes.NAMESPACE, key.namespace());
    release(transaction, BuiltInTypes.DEFINITION, key.resource());
    return removed;
  }

  /** Removes the container of what was removed, if it only waited for that. */
  private void release(Transaction transaction, ResourceType type, String name) {
    transaction
        .now()
        .get(type.key("", name))
        .filter(container -> container.content().path("metadata").has("deletionTimestamp"))
        .ifPresent(container -> finishIfDue(transaction, type, container));
  }

  /** What is in a namespace, or of a definition's kind. */
  private List<StoredObject> contents(Transaction transaction, StoredObject object) {
    List<StoredObject> contents = new ArrayList<>();
    Key key = object.key();
    if (key.resource().equals(BuiltInTypes.DEFINITION.resource())) {
      transaction.now().visit(Scope.all(key.name()), contents::add);
    } else if (key.resource().equals(BuiltInTypes.NAMESPACE.resource())) {
      Set<String> resources = new TreeSet<>();
      types.all(transaction.now()).stream()
          .filter(ResourceType::namespaced)
          .forEach(each -> resources.add(each.resource()));
      for (String each : resources) {
        transaction.now().visit(new Scope(each, key.name()), contents::add);
      }
    }
    return contents;
  }

  /**
   * What came of a deletion.
   *
   * @param object its last state
   * @param gone whether it is gone; otherwise it waits for something
   */
  record Deleted(StoredObject object, boolean gone) {}
}
