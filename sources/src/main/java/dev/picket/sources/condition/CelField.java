package dev.picket.sources.condition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.picket.observation.InvalidInputException;
import dev.picket.sources.payload.FieldExpression;
import java.util.Map;
import java.util.Optional;

/**
 * A field of a payload as an expression in CEL over the variable {@code body}. Safe for use by many
 * threads.
 */
public final class CelField implements FieldExpression {

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(Expression.OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("body", SimpleType.DYN)
          .build();

  private final Expression expression;

  private CelField(Expression expression) {
    this.expression = expression;
  }

  /**
   * Compiles a field.
   *
   * @param place where it stands, for messages
   * @throws InvalidInputException when it is not a CEL expression
   */
  public static CelField compile(String expression, String place) {
    return new CelField(Expression.compile(COMPILER, expression, place));
  }

  @Override
  public String expression() {
    return expression.text();
  }

  @Override
  public Optional<String> evaluate(JsonNode body) {
    try {
      Object value = expression.evaluate(Map.of("body", JsonValues.of(body)));
      boolean simple =
          value instanceof String || value instanceof Number || value instanceof Boolean;
      return simple ? Optional.of(value.toString()) : Optional.empty();
    } catch (CelEvaluationException | RuntimeException absent) {
      return Optional.empty();
    }
  }
}
