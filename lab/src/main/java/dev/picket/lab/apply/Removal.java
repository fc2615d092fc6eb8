package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.schema.Structure;
import java.util.Map;

/** Takes fields out of a value. */
final class Removal {

  private Removal() {}

  /** A new value without the fields of a set and what is below them. */
  static JsonNode without(Structure structure, JsonNode value, FieldSet fields) {
    if (fields.below().isEmpty()) {
      return value.deepCopy();
    }
    if (structure.separatesMembers(value)) {
      return members(structure, value, fields);
    }
    return structure.separatesElements(value)
        ? elements(structure, value, fields)
        : value.deepCopy();
  }

  private static ObjectNode members(Structure structure, JsonNode map, FieldSet fields) {
    ObjectNode rest = Json.object();
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      String name = each.getKey();
      FieldSet below = fields.find(PathElements.member(name));
      if (below == null) {
        rest.set(name, each.getValue().deepCopy());
      } else if (!below.included()) {
        JsonNode inner = without(structure.member(name), each.getValue(), below);
        boolean emptied = inner.isEmpty() && !each.getValue().isEmpty();
        if (!emptied || !structure.omitsEmpty()) {
          rest.set(name, inner);
        }
      }
    }
    return rest;
  }

  private static ArrayNode elements(Structure structure, JsonNode list, FieldSet fields) {
    ArrayNode rest = Json.array();
    int index = 0;
    for (JsonNode each : list) {
      FieldSet below = fields.find(PathElements.element(structure, each, index++));
      if (below == null) {
        rest.add(each.deepCopy());
      } else if (!below.included()) {
        rest.add(without(structure.element(), each, below));
      }
    }
    return rest;
  }
}
