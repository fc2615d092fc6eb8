package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Fills in fields that were left out, and finds the objects within objects to do it in. */
final class Defaults {

  private Defaults() {}

  static void put(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  static void put(ObjectNode object, String field, long value) {
    if (!object.has(field)) {
      // As it comes back from the store, so that equal numbers are equal nodes.
      if (value == (int) value) {
        object.put(field, (int) value);
      } else {
        object.put(field, value);
      }
    }
  }

  static void put(ObjectNode object, String field, boolean value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  /** The object in a field, which is made if there is none. */
  static ObjectNode object(ObjectNode object, String field) {
    return object.get(field) instanceof ObjectNode there ? there : object.putObject(field);
  }

  /** The objects in a list; none if there is no such list. */
  static List<ObjectNode> objects(JsonNode object, String list) {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode each : object.path(list)) {
      if (each instanceof ObjectNode node) {
        objects.add(node);
      }
    }
    return objects;
  }

  /** The object at a path of fields; none if there is none. */
  static List<ObjectNode> at(JsonNode object, String... path) {
    JsonNode found = object;
    for (String each : path) {
      found = found.path(each);
    }
    return found instanceof ObjectNode node ? List.of(node) : List.of();
  }
}
