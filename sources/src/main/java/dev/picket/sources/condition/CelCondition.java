package dev.picket.sources.condition;

import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.picket.observation.Condition;
import dev.picket.observation.ConditionFailedException;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Severity;
import java.util.HashMap;
import java.util.Map;

/**
 * A condition in CEL over the variable {@code observation}: {@code source}, {@code category},
 * {@code severity} (a text), {@code severityRank} (0 for info to 4 for critical), {@code
 * eventType}, {@code rule}, {@code title}, {@code resource} (with {@code apiVersion}, {@code kind},
 * {@code namespace}, {@code name}) and {@code details} (any JSON).
 *
 * <p>Safe for use by many threads.
 */
public final class CelCondition implements Condition {

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(Expression.OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .setTypeProvider(new ObservationType())
          .addVar("observation", ObservationType.OBSERVATION)
          .setResultType(SimpleType.BOOL)
          .build();

  private final Expression expression;
  private final boolean readsDetails;

  private CelCondition(Expression expression) {
    this.expression = expression;
    this.readsDetails = expression.text().contains("details");
  }

  /**
   * Compiles a condition.
   *
   * @param place where it stands, for messages
   * @throws InvalidInputException when it is not a CEL expression that yields true or false
   */
  public static CelCondition compile(String expression, String place) {
    return new CelCondition(Expression.compile(COMPILER, expression, place));
  }

  @Override
  public String expression() {
    return expression.text();
  }

  @Override
  public boolean test(Occurrence occurrence) {
    try {
      Object value = expression.evaluate(Map.of("observation", values(occurrence)));
      if (value instanceof Boolean answer) {
        return answer;
      }
      throw new ConditionFailedException(
          "the condition yields " + value + " instead of true or false",
          new IllegalStateException("type"));
    } catch (ConditionFailedException failure) {
      throw failure;
    } catch (CelEvaluationException | RuntimeException failure) {
      throw new ConditionFailedException(String.valueOf(failure.getMessage()), failure);
    }
  }

  private Map<String, Object> values(Occurrence occurrence) {
    Map<String, Object> values = new HashMap<>();
    values.put("source", occurrence.source());
    values.put("category", occurrence.category().wireName());
    values.put("severity", occurrence.severity().wireName());
    values.put("severityRank", (long) occurrence.severity().compareTo(Severity.INFO));
    values.put("eventType", occurrence.eventType());
    values.put("rule", occurrence.rule());
    values.put("title", occurrence.title());
    values.put(
        "resource",
        Map.of(
            "apiVersion", occurrence.resource().apiVersion(),
            "kind", occurrence.resource().kind(),
            "namespace", occurrence.resource().namespace(),
            "name", occurrence.resource().name()));
    if (readsDetails) {
      values.put("details", JsonValues.parse(occurrence.details()));
    }
    return values;
  }
}
