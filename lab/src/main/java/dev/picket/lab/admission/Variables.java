package dev.picket.lab.admission;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code variables} of a policy for one attempt. One without a value is left out, which matters
 * only to expressions that use it.
 *
 * @param all what expressions may use
 * @param failures why variables have no value, by name
 */
record Variables(Map<String, Object> all, Map<String, String> failures) {

  /**
   * Evaluates them in order.
   *
   * @param expressions by name; they may use those before them
   * @param others what else expressions may use
   */
  static Variables of(Map<String, Expression> expressions, Map<String, Object> others) {
    Map<String, Object> known = new LinkedHashMap<>();
    Map<String, String> failures = new HashMap<>();
    for (Map.Entry<String, Expression> each : expressions.entrySet()) {
      Map<String, Object> now = new HashMap<>(others);
      now.put("variables", Map.copyOf(known));
      try {
        known.put(each.getKey(), each.getValue().evaluate(now));
      } catch (ExpressionException failure) {
        failures.put(each.getKey(), String.valueOf(failure.getMessage()));
      }
    }
    Map<String, Object> all = new HashMap<>(others);
    all.put("variables", known);
    return new Variables(all, failures);
  }

  /** The failure of an expression, with that of the variable which it misses. */
  ExpressionException explained(ExpressionException failure) {
    String message = String.valueOf(failure.getMessage());
    for (Map.Entry<String, String> each : failures.entrySet()) {
      if (message.contains("variables." + each.getKey())) {
        return new ExpressionException(
            message
                + ": composited variable \""
                + each.getKey()
                + "\" fails to evaluate: "
                + each.getValue());
      }
    }
    return failure;
  }
}
