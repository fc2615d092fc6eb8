package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.util.Optional;

/** Conditions in an object's status. */
final class Conditions {

  private Conditions() {}

  static Optional<ObjectNode> find(JsonNode status, String type) {
    for (JsonNode each : status.path("conditions")) {
      if (each instanceof ObjectNode condition && each.path("type").asText().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  static boolean isTrue(JsonNode status, String type) {
    return find(status, type)
        .map(each -> each.path("status").asText().equals("True"))
        .orElse(false);
  }

  /** Takes a condition away. */
  static void remove(ObjectNode status, String type) {
    if (status.get("conditions") instanceof ArrayNode conditions) {
      for (int each = conditions.size() - 1; each >= 0; each--) {
        if (conditions.get(each).path("type").asText().equals(type)) {
          conditions.remove(each);
        }
      }
      if (conditions.isEmpty()) {
        status.remove("conditions");
      }
    }
  }

  /**
   * Sets a condition, with the time of its last transition kept while its status is the same.
   *
   * @param time as {@code lastTransitionTime}
   */
  static void set(
      ObjectNode status, String type, String value, String reason, String message, String time) {
    Optional<ObjectNode> before = find(status, type);
    ObjectNode next = Json.object().put("type", type).put("status", value);
    boolean same = before.filter(each -> each.path("status").asText().equals(value)).isPresent();
    String since =
        same ? before.map(each -> each.path("lastTransitionTime").asText()).orElse(time) : time;
    next.put("lastTransitionTime", since);
    if (!reason.isEmpty()) {
      next.put("reason", reason);
    }
    if (!message.isEmpty()) {
      next.put("message", message);
    }
    put(status, type, next);
  }

  /** Puts a condition in the place of the one of its type, or at the end. */
  static void put(ObjectNode status, String type, ObjectNode next) {
    ArrayNode conditions = status.withArrayProperty("conditions");
    for (int each = 0; each < conditions.size(); each++) {
      if (conditions.get(each).path("type").asText().equals(type)) {
        conditions.set(each, next);
        return;
      }
    }
    conditions.add(next);
  }
}
