package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.Conversions;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.schema.Defaulting;
import dev.picket.lab.schema.Pruning;
import dev.picket.lab.store.StoredObject;

/** Converts objects between the version of a request and the one in which they are kept. */
final class Versions {

  private Versions() {}

  /** The object as it is kept; it may be the same one, changed. */
  static ObjectNode stored(ResourceType type, ObjectNode object) {
    Conversions.of(type).toStored(object);
    return object.put("apiVersion", type.stored().apiVersion());
  }

  /** The object as the type's version has it; it may be the same one, changed. */
  static ObjectNode shown(ResourceType type, ObjectNode object) {
    Conversions.of(type).fromStored(object);
    return object.put("apiVersion", type.apiVersion());
  }

  /**
   * A fresh copy in the type's version. Custom resources get its defaults and lose what it does not
   * know, which may have changed since they were written.
   */
  static ObjectNode shown(ResourceType type, StoredObject object) {
    ObjectNode shown = shown(type, object.content());
    if (type.structure() != null) {
      Defaulting.apply(shown, type.structure());
      Pruning.prune(shown, type.structure());
    }
    return shown;
  }

  /** Whether the object is kept as the type's version has it. */
  static boolean same(ResourceType type, StoredObject object) {
    return object.apiVersion().equals(type.apiVersion()) && object.revision() > type.definedAt();
  }
}
