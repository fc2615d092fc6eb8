package dev.picket.store;

import dev.picket.observation.Category;
import dev.picket.observation.Severity;
import dev.picket.observation.State;
import java.util.List;

/**
 * The numbers that stand in the database for the constants of enums. They outlive every release, so
 * they are written out here rather than taken from the order of declaration.
 */
final class Codes {

  private static final List<Category> CATEGORIES =
      List.of(
          Category.SECURITY,
          Category.COMPLIANCE,
          Category.PERFORMANCE,
          Category.OPERATIONS,
          Category.COST);
  private static final List<Severity> SEVERITIES =
      List.of(Severity.INFO, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);
  private static final List<State> STATES = List.of(State.OPEN, State.RESOLVED, State.SUPPRESSED);

  private Codes() {}

  static int of(Category category) {
    return CATEGORIES.indexOf(category);
  }

  /** Greater for the worse. */
  static int of(Severity severity) {
    return SEVERITIES.indexOf(severity);
  }

  static int of(State state) {
    return STATES.indexOf(state);
  }

  static Category category(int code) {
    return CATEGORIES.get(code);
  }

  static Severity severity(int code) {
    return SEVERITIES.get(code);
  }

  static State state(int code) {
    return STATES.get(code);
  }
}
