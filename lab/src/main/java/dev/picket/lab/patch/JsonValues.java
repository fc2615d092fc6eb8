package dev.picket.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** When JSON values are the same: numbers are by their value, however they are held. */
public final class JsonValues {

  private static final Comparator<JsonNode> LEAVES =
      (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
          return one.isIntegralNumber() && other.isIntegralNumber() && one.canConvertToLong()
              ? one.bigIntegerValue().compareTo(other.bigIntegerValue())
              : one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
      };

  private JsonValues() {}

  public static boolean same(JsonNode one, JsonNode other) {
    return one.equals(LEAVES, other);
  }
}
