package dev.picket.lab.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.picket.lab.cel.Expressions.Expression;
import dev.picket.lab.cel.Expressions.InvalidRuleException;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.structural.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compiled rule.
 *
 * @param declared as the schema has it
 * @param expression that must be true
 * @param message an expression for people; null for none
 */
record Rule(StructuralSchema.Rule declared, Expression expression, @Nullable Expression message) {

  private static final int MESSAGE_MAX = 5 * 1_024;

  /** Compiles the rules of one place; those with something wrong are left out. */
  static List<Rule> compile(
      StructuralSchema schema,
      boolean whole,
      String path,
      @Nullable String uncorrelatable,
      List<FieldProblem> problems) {
    SchemaTypes types = new SchemaTypes();
    CelType self = types.type(schema, whole);
    Map<Boolean, CelCompiler> compilers = new HashMap<>();
    List<Rule> rules = new ArrayList<>();
    for (int index = 0; index < schema.rules().size(); index++) {
      StructuralSchema.Rule declared = schema.rules().get(index);
      String place = path + ".x-kubernetes-validations[" + index + "]";
      boolean optional = Boolean.TRUE.equals(declared.optionalOldSelf());
      CelCompiler compiler =
          compilers.computeIfAbsent(optional, each -> Expressions.compiler(types, self, each));
      Expression expression = expression(compiler, declared, place, problems);
      Expression message = message(compiler, declared, place, problems);
      if (expression == null) {
        continue;
      }
      checkChange(declared, expression, place, uncorrelatable, problems);
      if (!declared.fieldPath().isEmpty() && FieldPath.parse(declared, schema).isEmpty()) {
        problems.add(
            FieldProblem.invalid(
                place + ".fieldPath",
                Shown.quoted(declared.fieldPath()),
                "fieldPath must be a valid path: does not refer to a valid field"));
      }
      rules.add(new Rule(declared, expression, message));
    }
    return List.copyOf(rules);
  }

  private static @Nullable Expression expression(
      CelCompiler compiler,
      StructuralSchema.Rule declared,
      String place,
      List<FieldProblem> problems) {
    try {
      return Expressions.compile(
          compiler,
          declared.expression(),
          SimpleType.BOOL,
          "cel expression must evaluate to a bool");
    } catch (InvalidRuleException invalid) {
      String why = String.valueOf(invalid.getMessage());
      problems.add(FieldProblem.invalid(place + ".rule", shown(declared), why));
      return null;
    }
  }

  private static @Nullable Expression message(
      CelCompiler compiler,
      StructuralSchema.Rule declared,
      String place,
      List<FieldProblem> problems) {
    if (declared.messageExpression().isEmpty()) {
      return null;
    }
    try {
      return Expressions.compile(
          compiler,
          declared.messageExpression(),
          SimpleType.STRING,
          "messageExpression must evaluate to a string");
    } catch (InvalidRuleException invalid) {
      String why = "messageExpression " + invalid.getMessage();
      problems.add(FieldProblem.invalid(place + ".messageExpression", shown(declared), why));
      return null;
    }
  }

  private static void checkChange(
      StructuralSchema.Rule declared,
      Expression expression,
      String place,
      @Nullable String uncorrelatable,
      List<FieldProblem> problems) {
    if (expression.usesOldSelf() && uncorrelatable != null) {
      problems.add(
          FieldProblem.invalid(
              place + ".rule",
              Shown.quoted(declared.expression()),
              "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                  + uncorrelatable));
    }
    if (!expression.usesOldSelf() && declared.optionalOldSelf() != null) {
      problems.add(
          FieldProblem.invalid(
              place + ".optionalOldSelf",
              declared.optionalOldSelf(),
              "may not be set if oldSelf is not used in rule"));
    }
  }

  /** Whether it is about a change. */
  boolean transition() {
    return expression.usesOldSelf();
  }

  /** What to tell people; null when the rule holds or does not apply. */
  @Nullable String violation(Object self, @Nullable Object oldSelf, Budget budget) {
    boolean optional = Boolean.TRUE.equals(declared.optionalOldSelf());
    if (transition() && oldSelf == null && !optional) {
      return null;
    }
    Map<String, Object> variables = new HashMap<>();
    variables.put("self", self);
    if (optional) {
      variables.put("oldSelf", Optional.ofNullable(oldSelf));
    } else if (oldSelf != null) {
      variables.put("oldSelf", oldSelf);
    }
    try {
      Object holds = expression.evaluate(variables, budget);
      return Boolean.TRUE.equals(holds) ? null : told(variables, budget);
    } catch (CelEvaluationException | RuntimeException failure) {
      return "rule evaluation error: "
          + failure.getMessage()
          + " (evaluating rule: "
          + declared.expression()
          + ")";
    }
  }

  FieldProblem problem(String path, String type, String message) {
    String place = FieldPath.below(path, declared.fieldPath());
    return switch (declared.reason()) {
      case "FieldValueForbidden" -> FieldProblem.forbidden(place, message);
      case "FieldValueRequired" -> FieldProblem.required(place, message);
      case "FieldValueDuplicate" -> FieldProblem.of(FieldProblem.Reason.DUPLICATE, place, type, "");
      default -> FieldProblem.invalid(place, type, message);
    };
  }

  private String told(Map<String, Object> variables, Budget budget) {
    if (message != null) {
      try {
        Object text = message.evaluate(variables, budget);
        if (text instanceof String told
            && !told.isBlank()
            && told.length() <= MESSAGE_MAX
            && told.indexOf('\n') < 0) {
          return told.strip();
        }
      } catch (CelEvaluationException | RuntimeException failure) {
        // As with the real one, the fixed message then does.
        return fixed();
      }
    }
    return fixed();
  }

  private String fixed() {
    return declared.message().isEmpty()
        ? "failed rule: " + declared.expression()
        : declared.message();
  }

  /** As the real one shows it. */
  private static String shown(StructuralSchema.Rule rule) {
    return "apiextensions.ValidationRule{Rule:"
        + Shown.quoted(rule.expression())
        + ", Message:"
        + Shown.quoted(rule.message())
        + ", MessageExpression:"
        + Shown.quoted(rule.messageExpression())
        + ", FieldPath:"
        + Shown.quoted(rule.fieldPath())
        + "}";
  }
}
