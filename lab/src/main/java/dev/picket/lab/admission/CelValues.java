package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the values that CEL computes with: every integer a long, every other number a double. */
final class CelValues {

  private CelValues() {}

  /** Nothing becomes CEL's null. */
  static Object of(@Nullable JsonNode node) {
    if (node == null) {
      return NullValue.NULL_VALUE;
    }
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
