package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.ResourceType.Updates;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.List;

/** Replaces objects, which is what both PUT and PATCH come to. */
final class Replacement {

  private static final List<String> KEPT =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "generation",
          "generateName",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private final Deletion deletion;

  Replacement(Deletion deletion) {
    this.deletion = deletion;
  }

  /**
   * Puts the desired object in the place of one that exists, if it may.
   *
   * @return the object as it is now, which is the former when nothing differs
   */
  StoredObject replace(
      Transaction transaction, Target target, StoredObject former, ObjectNode desired) {
    ObjectNode before = former.content();
    ObjectNode metadata = Bodies.metadata(desired);
    requireUid(target, former.uid(), metadata);
    requireRevision(target, former, metadata);
    desired.put("apiVersion", target.type().storageApiVersion());
    ObjectNode next = target.status() ? before.deepCopy() : desired;
    if (target.status()) {
      copy("status", desired, next);
    } else {
      KEPT.forEach(each -> copy(each, Bodies.metadata(before), metadata));
      metadata.remove(List.of("managedFields", "selfLink"));
      complete(target, before, next);
    }
    next.withObjectProperty("metadata").put("resourceVersion", Long.toString(former.revision()));
    if (next.equals(before)) {
      return former;
    }
    StoredObject now = transaction.put(former.key(), next);
    return deletion.finishIfDue(transaction, target.type(), now);
  }

  /** A PUT names the incarnation that it is about by its uid. */
  static void requireUid(Target target, String uid, JsonNode metadata) {
    String wanted = metadata.path("uid").asText();
    if (!wanted.isEmpty() && !wanted.equals(uid)) {
      throw StatusException.conflict(
          target.type(),
          target.requiredName(),
          "Precondition failed: UID in precondition: " + wanted + ", UID in object meta: " + uid);
    }
  }

  private static void requireRevision(Target target, StoredObject former, ObjectNode metadata) {
    String wanted = metadata.path("resourceVersion").asText();
    ResourceType type = target.type();
    if (wanted.isEmpty() || wanted.equals("0")) {
      if (type.updates() != Updates.UNCONDITIONAL) {
        throw StatusException.invalid(
            type,
            target.requiredName(),
            "metadata.resourceVersion",
            "Invalid value: 0x0: must be specified for an update");
      }
    } else if (!wanted.matches("\\d{1,18}")) {
      throw StatusException.invalid(
          type,
          target.requiredName(),
          "metadata.resourceVersion",
          "Invalid value: \"" + wanted + "\": must be a number");
    } else if (Long.parseLong(wanted) != former.revision()) {
      throw StatusException.stale(type, target.requiredName());
    }
  }

  private void complete(Target target, ObjectNode before, ObjectNode next) {
    ResourceType type = target.type();
    if (type.status()) {
      copy("status", before, next);
    }
    if (type.equals(BuiltInTypes.DEFINITION)) {
      Definitions.acceptUpdate(target.requiredName(), before, next);
    } else if (type.equals(BuiltInTypes.NAMESPACE)) {
      copy("spec", before, next);
      Bodies.metadata(next)
          .withObjectProperty("labels")
          .put("kubernetes.io/metadata.name", target.requiredName());
    } else if (type.resource().equals("secrets")) {
      Creation.secret(next);
    }
    requireNoNewFinalizer(target, before, next);
    boolean counted = type.custom() || type.equals(BuiltInTypes.DEFINITION);
    if (counted && !spec(type, next).equals(spec(type, before))) {
      long generation = before.path("metadata").path("generation").asLong();
      Bodies.metadata(next).put("generation", generation + 1);
    }
  }

  private static void requireNoNewFinalizer(Target target, JsonNode before, JsonNode next) {
    if (!before.path("metadata").has("deletionTimestamp")) {
      return;
    }
    List<String> held = Deletion.finalizers(before);
    if (!held.containsAll(Deletion.finalizers(next))) {
      throw StatusException.invalid(
          target.type(),
          target.requiredName(),
          "metadata.finalizers",
          "Forbidden: no new finalizers can be added if the object is being deleted");
    }
  }

  /** The part of an object whose changes count as generations. */
  private static ObjectNode spec(ResourceType type, ObjectNode object) {
    ObjectNode spec = object.deepCopy();
    spec.remove(type.status() ? List.of("metadata", "status") : List.of("metadata"));
    return spec;
  }

  private static void copy(String name, ObjectNode from, ObjectNode to) {
    JsonNode value = from.get(name);
    if (value == null) {
      to.remove(name);
    } else {
      to.set(name, value);
    }
  }
}
