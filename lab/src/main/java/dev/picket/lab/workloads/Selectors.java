package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Label selectors as objects have them. */
final class Selectors {

  private Selectors() {}

  /** Whether a {@code metav1.LabelSelector} selects the labels; an empty one selects all. */
  static boolean matches(JsonNode selector, Map<String, String> labels) {
    return plain(selector.path("matchLabels"), labels)
        && expressions(selector.path("matchExpressions"), labels);
  }

  /** Whether a selector selects nothing at all, or everything, by having no requirement. */
  static boolean empty(JsonNode selector) {
    return selector.path("matchLabels").isEmpty() && selector.path("matchExpressions").isEmpty();
  }

  /** Whether every label has the value that a map wants. */
  static boolean plain(JsonNode wanted, Map<String, String> labels) {
    for (Map.Entry<String, JsonNode> each : wanted.properties()) {
      if (!each.getValue().asText().equals(labels.get(each.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether every requirement holds, with the operators of label and of node selectors. */
  static boolean expressions(JsonNode requirements, Map<String, String> values) {
    for (JsonNode each : requirements) {
      if (!holds(each, values)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode requirement, Map<String, String> values) {
    String value = values.get(requirement.path("key").asText());
    List<String> listed = new ArrayList<>();
    requirement.path("values").forEach(each -> listed.add(each.asText()));
    return switch (requirement.path("operator").asText()) {
      case "In" -> value != null && listed.contains(value);
      case "NotIn" -> value == null || !listed.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> value != null && compare(value, listed) > 0;
      case "Lt" -> value != null && compare(value, listed) < 0;
      default -> false;
    };
  }

  /** The sign of the comparison; zero, which no operator wants, when one is not a number. */
  private static int compare(String value, List<String> listed) {
    boolean numbers =
        listed.size() == 1
            && value.matches("-?\\d{1,18}")
            && listed.getFirst().matches("-?\\d{1,18}");
    return numbers ? Long.compare(Long.parseLong(value), Long.parseLong(listed.getFirst())) : 0;
  }
}
