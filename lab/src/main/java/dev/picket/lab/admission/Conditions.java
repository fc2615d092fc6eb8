package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code matchConditions} of a webhook or a policy, all of which must hold. Safe for use by
 * many threads.
 */
final class Conditions {

  /** What conditions of webhooks may use; {@code authorizer} is not there. */
  static final Set<String> VARIABLES = Set.of("object", "oldObject", "request");

  private static final int COUNT_MAX = 64;

  private final List<Expression> expressions;

  private Conditions(List<Expression> expressions) {
    this.expressions = List.copyOf(expressions);
  }

  /**
   * Compiles those of an object that was checked before it was kept.
   *
   * @throws IllegalStateException when one does not compile
   */
  static Conditions of(JsonNode conditions, Set<String> variables) {
    List<Expression> expressions = new ArrayList<>();
    for (JsonNode each : conditions) {
      expressions.add(
          compiled(each.path("expression").asText(), Expression.Yields.TRUTH, variables));
    }
    return new Conditions(expressions);
  }

  /** Compiles an expression that was checked before. */
  static Expression compiled(String text, Expression.Yields yields, Set<String> variables) {
    try {
      return Expression.compile(text, yields, variables);
    } catch (ExpressionException failure) {
      throw new IllegalStateException("an expression was kept that does not compile", failure);
    }
  }

  /** What is wrong with conditions that are to be kept. */
  static List<FieldProblem> check(JsonNode conditions, String field, Set<String> variables) {
    List<FieldProblem> problems = new ArrayList<>();
    if (conditions.size() > COUNT_MAX) {
      problems.add(
          new FieldProblem(
              FieldProblem.Reason.TOO_MANY,
              field,
              "Too many: " + conditions.size() + ": must have at most " + COUNT_MAX + " items"));
      return problems;
    }
    List<String> names = new ArrayList<>();
    for (int index = 0; index < conditions.size(); index++) {
      String place = field + "[" + index + "]";
      String name = conditions.path(index).path("name").asText();
      if (name.isEmpty()) {
        problems.add(FieldProblem.required(place + ".name", ""));
      } else if (names.contains(name)) {
        problems.add(
            FieldProblem.of(FieldProblem.Reason.DUPLICATE, place + ".name", quoted(name), ""));
      }
      names.add(name);
      check(conditions.path(index), place, "expression", Expression.Yields.TRUTH, variables)
          .ifPresent(problems::add);
    }
    return problems;
  }

  /** What is wrong with one expression, which must be there. */
  static Optional<FieldProblem> check(
      JsonNode parent,
      String place,
      String member,
      Expression.Yields yields,
      Set<String> variables) {
    String text = parent.path(member).asText();
    String field = place + "." + member;
    if (text.isBlank()) {
      return Optional.of(FieldProblem.required(field, ""));
    }
    try {
      Expression.compile(text, yields, variables);
      return Optional.empty();
    } catch (ExpressionException failure) {
      return Optional.of(FieldProblem.invalid(field, quoted(text), because(failure)));
    }
  }

  private static String because(ExpressionException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("undeclared reference to 'authorizer'")
        ? message + " (the lab has no authorizer in CEL)"
        : message;
  }

  private static String quoted(String text) {
    return Json.array().add(text).get(0).toString();
  }

  boolean none() {
    return expressions.isEmpty();
  }

  /**
   * Whether all hold. One that does not hold decides, even beside one that cannot be evaluated.
   *
   * @throws ExpressionException when none fails to hold but one cannot be evaluated
   */
  boolean hold(Map<String, ?> variables) throws ExpressionException {
    ExpressionException failed = null;
    for (Expression each : expressions) {
      try {
        if (!each.test(variables)) {
          return false;
        }
      } catch (ExpressionException failure) {
        failed = failure;
      }
    }
    if (failed != null) {
      throw failed;
    }
    return true;
  }
}
