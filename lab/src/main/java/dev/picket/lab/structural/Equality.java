package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When two values are the same: numbers by what they are worth. */
final class Equality {

  private Equality() {}

  static boolean same(JsonNode one, JsonNode other) {
    return one.equals(other) || canonical(one).equals(canonical(other));
  }

  /** A value whose {@code equals} and {@code hashCode} say whether two are the same. */
  static Object canonical(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        value.properties().forEach(each -> map.put(each.getKey(), canonical(each.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        value.forEach(each -> list.add(canonical(each)));
        yield list;
      }
      case NUMBER -> {
        BigDecimal number = value.decimalValue();
        yield number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      }
      default -> value;
    };
  }
}
