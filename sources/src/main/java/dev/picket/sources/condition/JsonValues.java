package dev.picket.sources.condition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as the values that CEL computes with: every integer a long, every other number a double. */
final class JsonValues {

  private static final JsonMapper JSON = new JsonMapper();

  private JsonValues() {}

  static Object parse(String json) {
    try {
      return of(JSON.readTree(json));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("details are not JSON", impossible);
    }
  }

  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> map(node);
      case ARRAY -> list(node);
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.canConvertToLong() && node.isIntegralNumber()
              ? (Object) node.longValue()
              : (Object) node.doubleValue();
      default -> NullValue.NULL_VALUE;
    };
  }

  private static Map<String, Object> map(JsonNode object) {
    Map<String, Object> map = LinkedHashMap.newLinkedHashMap(object.size());
    object.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
    return map;
  }

  private static List<Object> list(JsonNode array) {
    List<Object> list = new ArrayList<>(array.size());
    array.forEach(element -> list.add(of(element)));
    return list;
  }
}
