package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Selectors as objects have them: a LabelSelector with {@code matchLabels} and {@code
 * matchExpressions}, or a plain map of labels.
 */
public final class SelectorObject {

  private SelectorObject() {}

  /**
   * What it selects; an empty one selects everything.
   *
   * @throws StatusException 400 when it is malformed
   */
  public static LabelSelector parse(JsonNode selector) {
    return LabelSelector.parse(text(selector));
  }

  /**
   * The same as a text.
   *
   * @throws StatusException 400 when an operator is unknown
   */
  public static String text(JsonNode selector) {
    List<String> terms = new ArrayList<>();
    boolean plain = !selector.has("matchLabels") && !selector.has("matchExpressions");
    JsonNode labels = plain ? selector : selector.path("matchLabels");
    for (Map.Entry<String, JsonNode> each : labels.properties()) {
      terms.add(each.getKey() + "=" + each.getValue().asText());
    }
    if (!plain) {
      selector.path("matchExpressions").forEach(each -> terms.add(term(each)));
    }
    return String.join(",", terms);
  }

  private static String term(JsonNode expression) {
    String key = expression.path("key").asText();
    List<String> values = new ArrayList<>();
    expression.path("values").forEach(each -> values.add(each.asText()));
    String list = " (" + String.join(",", values) + ")";
    String operator = expression.path("operator").asText();
    return switch (operator) {
      case "In" -> key + " in" + list;
      case "NotIn" -> key + " notin" + list;
      case "Exists" -> key;
      case "DoesNotExist" -> "!" + key;
      default ->
          throw StatusException.badRequest(
              "\"" + operator + "\" is not a valid label selector operator");
    };
  }
}
