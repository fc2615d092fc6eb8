package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Numbers in specs and statuses. */
final class Counts {

  private Counts() {}

  /** Puts a number that is left out when it is zero, as most are in statuses. */
  static void put(ObjectNode status, String field, long count) {
    if (count == 0) {
      status.remove(field);
    } else {
      // As it would be read: a node of an int is not equal to one of a long.
      if (count == (int) count) {
        status.put(field, (int) count);
      } else {
        status.put(field, count);
      }
    }
  }

  /**
   * A number, or a percentage of a whole such as {@code 25%}.
   *
   * @param roundUp whether parts count as one
   */
  static int scaled(JsonNode value, int whole, boolean roundUp) {
    String text = value.asText();
    if (value.isTextual() && text.matches("\\d{1,9}%")) {
      long parts = Long.parseLong(text.substring(0, text.length() - 1)) * whole;
      return (int) (roundUp ? (parts + 99) / 100 : parts / 100);
    }
    return value.asInt();
  }
}
