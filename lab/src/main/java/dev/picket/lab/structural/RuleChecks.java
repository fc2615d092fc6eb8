package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;

/** Checks what a rule in CEL consists of, apart from its expressions. */
final class RuleChecks {

  private static final int MOST_RULES = 1_000;
  private static final List<String> REASONS =
      List.of(
          "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

  private RuleChecks() {}

  static void check(JsonNode rules, String path, List<FieldProblem> problems) {
    String place = path + ".x-kubernetes-validations";
    if (rules.size() > MOST_RULES) {
      problems.add(FieldProblem.forbidden(place, "there may be at most " + MOST_RULES + " rules"));
      return;
    }
    for (int index = 0; index < rules.size(); index++) {
      JsonNode rule = rules.get(index);
      if (rule.isObject()) {
        rule(rule, place + "[" + index + "].", problems);
      } else {
        problems.add(
            FieldProblem.invalid(
                place + "[" + index + "]", Shown.value(rule), "must be an object"));
      }
    }
  }

  private static void rule(JsonNode rule, String path, List<FieldProblem> problems) {
    String expression = rule.path("rule").asText().strip();
    String message = rule.path("message").asText();
    if (expression.isEmpty()) {
      problems.add(FieldProblem.required(path + "rule", "rule is not specified"));
    } else if (!message.isEmpty() && message.isBlank()) {
      problems.add(
          FieldProblem.invalid(
              path + "message", Shown.quoted(message), "message must be non-empty if specified"));
    } else if (lines(message.strip())) {
      problems.add(
          FieldProblem.invalid(
              path + "message", Shown.quoted(message), "message must not contain line breaks"));
    } else if (lines(expression) && message.isBlank()) {
      problems.add(
          FieldProblem.required(
              path + "message", "message must be specified if rule contains line breaks"));
    }
    String described = rule.path("messageExpression").asText();
    if (!described.isEmpty() && described.isBlank()) {
      problems.add(
          FieldProblem.required(path + "messageExpression", "must be non-empty if specified"));
    }
    if (rule.hasNonNull("reason") && !REASONS.contains(rule.path("reason").asText())) {
      problems.add(Shown.notSupported(path + "reason", rule.path("reason"), REASONS));
    }
    String fieldPath = rule.path("fieldPath").asText();
    if (!fieldPath.isEmpty() && fieldPath.isBlank()) {
      problems.add(
          FieldProblem.invalid(
              path + "fieldPath",
              Shown.quoted(fieldPath),
              "fieldPath must be non-empty if specified"));
    } else if (lines(fieldPath)) {
      problems.add(
          FieldProblem.invalid(
              path + "fieldPath",
              Shown.quoted(fieldPath),
              "fieldPath must not contain line breaks"));
    }
  }

  private static boolean lines(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}
