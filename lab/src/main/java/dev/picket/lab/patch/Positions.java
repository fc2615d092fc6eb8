package dev.picket.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Where the elements of a list are, told apart by a key or by their values. */
final class Positions {

  private final String key;
  private final Map<Object, Integer> known = new HashMap<>();

  /**
   * The elements as they are now.
   *
   * @param key empty when elements are told apart by their values
   */
  Positions(JsonNode list, String key) {
    this.key = key;
    int index = 0;
    for (JsonNode each : list) {
      add(each, index++);
    }
  }

  /** The first place of an element like this one; -1 when there is none. */
  int of(JsonNode element) {
    return known.getOrDefault(identity(value(element)), -1);
  }

  /** Notes an element; one that is there already keeps its place. */
  void add(JsonNode element, int index) {
    known.putIfAbsent(identity(value(element)), index);
  }

  private JsonNode value(JsonNode element) {
    return key.isEmpty() ? element : element.path(key);
  }

  private static Object identity(JsonNode value) {
    return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
  }
}
