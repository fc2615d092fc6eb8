package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What is wrong with the selectors within objects. */
final class SelectorChecks {

  private final Problems problems;

  SelectorChecks(Problems problems) {
    this.problems = problems;
  }

  /** Looks at a selector if there is one. */
  void check(JsonNode selector, String path) {
    MetadataChecks.labels(problems, path + ".matchLabels", selector.path("matchLabels"));
    JsonNode expressions = selector.path("matchExpressions");
    for (int index = 0; index < expressions.size(); index++) {
      expression(expressions.get(index), path + ".matchExpressions[" + index + "]");
    }
  }

  private void expression(JsonNode expression, String place) {
    String operator = expression.path("operator").asText();
    JsonNode values = expression.path("values");
    if (Set.of("In", "NotIn").contains(operator)) {
      if (values.isEmpty()) {
        problems.required(
            place + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
      }
    } else if (Set.of("Exists", "DoesNotExist").contains(operator)) {
      if (!values.isEmpty()) {
        problems.forbidden(
            place + ".values",
            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      }
    } else {
      problems.invalid(place + ".operator", operator, "not a valid selector operator");
    }
    String key = expression.path("key").asText();
    problems.format(place + ".key", key, Formats.qualifiedName(key));
    for (int index = 0; index < values.size(); index++) {
      String value = values.get(index).asText();
      problems.format(place + ".values[" + index + "]", value, Formats.labelValue(value));
    }
  }
}
