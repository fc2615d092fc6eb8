package dev.picket.lab.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import dev.picket.runtime.Ticker;
import java.time.Duration;

/**
 * What all rules of one object may cost together: steps, and the time that they take. Not safe for
 * use by several threads.
 */
final class Budget implements CelEvaluationListener {

  private static final long STEPS = 2_000_000;
  private static final Duration TIME = Duration.ofSeconds(5);

  /** Texts cost a step for so many characters. */
  private static final int CHARACTERS = 100;

  private final Ticker ticker;
  private final long begun;
  private long left = STEPS;

  Budget(Ticker ticker) {
    this.ticker = ticker;
    this.begun = ticker.nanos();
  }

  @Override
  public void callback(CelExpr expression, Object result) {
    left -= result instanceof String text ? 1 + text.length() / CHARACTERS : 1;
    boolean late = left % 1_024 == 0 && ticker.since(begun).compareTo(TIME) > 0;
    if (left < 0 || late) {
      left = -1;
      throw new SpentException();
    }
  }

  boolean spent() {
    return left < 0;
  }

  /** Ends an evaluation. */
  static final class SpentException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SpentException() {
      super("cost budget exceeded", null, false, false);
    }
  }
}
