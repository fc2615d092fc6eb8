package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.schema.Structure;
import java.util.Map;

/**
 * The fields that a value has: what an apply of it owns. Declared maps without members are none.
 */
final class FieldsOf {

  private FieldsOf() {}

  static FieldSet value(Structure structure, JsonNode value) {
    FieldSet fields = new FieldSet();
    collect(structure, value, Place.root(fields));
    return fields;
  }

  private static void collect(Structure structure, JsonNode value, Place place) {
    if (structure.separatesMembers(value)) {
      members(structure, value, place);
    } else if (structure.separatesElements(value)) {
      elements(structure, value, place);
    } else if (!value.isNull() || !structure.mayBeMap()) {
      place.include();
    }
  }

  private static void members(Structure structure, JsonNode map, Place place) {
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      Place member = place.at(PathElements.member(each.getKey()));
      JsonNode value = each.getValue();
      collect(structure.member(each.getKey()), value, member);
      if (!structure.declares(each.getKey())) {
        member.include();
      }
    }
  }

  private static void elements(Structure structure, JsonNode list, Place place) {
    int index = 0;
    for (JsonNode each : list) {
      Place element = place.at(PathElements.element(structure, each, index++));
      collect(structure.element(), each, element);
      element.include();
    }
  }
}
