package dev.picket.observation;

/**
 * A test of occurrences that a person wrote as an expression. Implementations are safe for use by
 * many threads.
 */
public interface Condition {

  /** The condition that everything meets. */
  Condition ALWAYS =
      new Condition() {
        @Override
        public String expression() {
          return "true";
        }

        @Override
        public boolean test(Occurrence occurrence) {
          return true;
        }
      };

  /** As the person wrote it. */
  String expression();

  /**
   * Whether the occurrence meets it.
   *
   * @throws ConditionFailedException when the expression cannot be evaluated on this occurrence
   */
  boolean test(Occurrence occurrence);
}
