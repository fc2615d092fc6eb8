package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.SelectorObject;
import dev.picket.lab.resource.StatusException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is wrong with rules and selectors that are to be kept. */
final class RuleChecks {

  private static final List<String> OPERATIONS =
      List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
  private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");

  private RuleChecks() {}

  static void check(JsonNode rules, String field, List<FieldProblem> problems) {
    for (int index = 0; index < rules.size(); index++) {
      check(rules.get(index), new Place(field + "[" + index + "].", problems));
    }
  }

  private static void check(JsonNode rule, Place place) {
    List<String> operations = place.required(rule, "operations");
    if (operations.size() > 1 && operations.contains("*")) {
      place.invalid(
          "operations",
          go("admissionregistration.OperationType", operations),
          "if '*' is present, must not specify other operations");
    }
    for (int index = 0; index < operations.size(); index++) {
      place.supported("operations[" + index + "]", operations.get(index), OPERATIONS);
    }
    place.requiredTexts("apiGroups", place.required(rule, "apiGroups"), "API groups", true);
    place.requiredTexts("apiVersions", place.required(rule, "apiVersions"), "API versions", false);
    resources(place.required(rule, "resources"), place);
    if (rule.has("scope")) {
      place.supported("scope", rule.path("scope").asText(), SCOPES);
    }
  }

  private static void resources(List<String> resources, Place place) {
    for (int index = 0; index < resources.size(); index++) {
      String each = resources.get(index);
      int slash = each.indexOf('/');
      String field = "resources[" + index + "]";
      if (each.isEmpty()) {
        place.problems().add(FieldProblem.required(place.field() + field, ""));
      } else if (slash > 0
          && !each.endsWith("/*")
          && resources.contains(each.substring(0, slash) + "/*")) {
        place.invalid(
            field,
            quoted(each),
            "if '" + each.substring(0, slash) + "/*' is present, must not specify " + each);
      } else if (slash > 0
          && !each.startsWith("*/")
          && resources.contains("*" + each.substring(slash))) {
        place.invalid(
            field,
            quoted(each),
            "if '*" + each.substring(slash) + "' is present, must not specify " + each);
      }
    }
    if (resources.size() > 1 && resources.contains("*/*")) {
      place.invalid(
          "resources",
          go("string", resources),
          "if '*/*' is present, must not specify other resources");
    } else if (resources.contains("*")
        && resources.stream().anyMatch(each -> !each.equals("*") && !each.contains("/"))) {
      place.invalid(
          "resources",
          go("string", resources),
          "if '*' is present, must not specify other resources without subresources");
    }
  }

  static void selector(JsonNode selector, String field, List<FieldProblem> problems) {
    JsonNode expressions = selector.path("matchExpressions");
    int before = problems.size();
    for (int index = 0; index < expressions.size(); index++) {
      String operator = expressions.get(index).path("operator").asText();
      String place = field + ".matchExpressions[" + index + "]";
      int values = expressions.get(index).path("values").size();
      switch (operator) {
        case "In", "NotIn" -> {
          if (values == 0) {
            problems.add(
                FieldProblem.required(
                    place + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
          }
        }
        case "Exists", "DoesNotExist" -> {
          if (values > 0) {
            problems.add(
                FieldProblem.forbidden(
                    place + ".values",
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
          }
        }
        default ->
            problems.add(
                FieldProblem.invalid(
                    place + ".operator", quoted(operator), "not a valid selector operator"));
      }
    }
    if (problems.size() == before) {
      malformed(selector, field, problems);
    }
  }

  private static void malformed(JsonNode selector, String field, List<FieldProblem> problems) {
    try {
      SelectorObject.parse(selector);
    } catch (StatusException malformed) {
      problems.add(
          FieldProblem.invalid(field, selector.toString(), String.valueOf(malformed.getMessage())));
    }
  }

  static String quoted(String text) {
    return Json.array().add(text).get(0).toString();
  }

  /** A list as the real API server prints it. */
  static String go(String type, List<String> values) {
    return values.stream()
        .map(RuleChecks::quoted)
        .collect(Collectors.joining(", ", "[]" + type + "{", "}"));
  }

  /**
   * Where problems are found.
   *
   * @param field the path's beginning, with a dot at its end
   * @param problems grows
   */
  record Place(String field, List<FieldProblem> problems) {

    List<String> required(JsonNode node, String member) {
      List<String> values = Rule.texts(node.path(member));
      if (values.isEmpty()) {
        problems.add(FieldProblem.required(field + member, ""));
      }
      return values;
    }

    void requiredTexts(String member, List<String> values, String what, boolean empty) {
      if (values.size() > 1 && values.contains("*")) {
        invalid(member, go("string", values), "if '*' is present, must not specify other " + what);
      }
      for (int index = 0; index < values.size(); index++) {
        if (!empty && values.get(index).isEmpty()) {
          problems.add(FieldProblem.required(field + member + "[" + index + "]", ""));
        }
      }
    }

    void supported(String member, String value, List<String> values) {
      if (!values.contains(value)) {
        String list =
            new TreeSet<>(values)
                .stream().map(RuleChecks::quoted).collect(Collectors.joining(", "));
        problems.add(
            FieldProblem.of(
                FieldProblem.Reason.NOT_SUPPORTED,
                field + member,
                quoted(value),
                "supported values: " + list));
      }
    }

    void invalid(String member, String value, String why) {
      problems.add(FieldProblem.invalid(field + member, value, why));
    }
  }
}
