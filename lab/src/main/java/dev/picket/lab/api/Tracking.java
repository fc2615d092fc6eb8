package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.apply.Ownership;
import dev.picket.lab.resource.ResourceType;

/** Keeps managed fields of what is written. */
final class Tracking {

  private static final String MANAGED_FIELDS = "managedFields";

  private Tracking() {}

  /** The managed fields that an object has; missing when it has none. */
  static JsonNode of(JsonNode object) {
    return object.path("metadata").path(MANAGED_FIELDS);
  }

  /** Gives an object managed fields. */
  static void set(ObjectNode object, JsonNode managedFields) {
    ObjectNode metadata = Bodies.metadata(object);
    if (managedFields.isMissingNode()) {
      metadata.remove(MANAGED_FIELDS);
    } else {
      metadata.set(MANAGED_FIELDS, managedFields);
    }
  }

  /**
   * Notes who owns a new object's fields.
   *
   * @param stored the object as it will be kept; changed
   * @param sent the managed fields that it came with, which an apply has made
   */
  static void created(Write write, ObjectNode stored, JsonNode sent, String time) {
    if (write.applies()) {
      set(stored, sent);
      return;
    }
    ResourceType type = write.target().type();
    ObjectNode shown = shown(type, stored);
    Ownership.created(type, shown, write.owner(), time);
    set(stored, of(shown));
  }

  /**
   * Notes who owns an object's fields after a change.
   *
   * @param before the object as it was kept
   * @param next the object as it will be kept; changed
   * @param sent the managed fields that its client wants, or that an apply has made
   */
  static void updated(Write write, ObjectNode before, ObjectNode next, JsonNode sent, String time) {
    String subresource = write.target().subresource();
    if (subresource.equals("binding")) {
      return;
    }
    if (subresource.isEmpty() || write.applies()) {
      set(next, sent);
    }
    if (!write.applies()) {
      ResourceType type = write.target().type();
      ObjectNode shown = shown(type, next);
      Ownership.updated(type, shown(type, before), shown, write.owner(), time);
      set(next, of(shown));
    }
  }

  /** The same object where both versions are one. */
  private static ObjectNode shown(ResourceType type, ObjectNode stored) {
    return type.apiVersion().equals(type.stored().apiVersion())
        ? stored
        : Versions.shown(type, stored.deepCopy());
  }
}
