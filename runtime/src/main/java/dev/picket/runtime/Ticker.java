package dev.picket.runtime;

import java.time.Duration;

/**
 * Monotonic time: for measuring how long something takes or lasts, never for dates.
 *
 * <p>Readings compare only with readings of the same ticker, and by subtraction, as {@link
 * System#nanoTime()} asks. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface Ticker {

  /** The reading in nanoseconds; its zero point means nothing. */
  long nanos();

  /** How long ago {@code reading} was taken from this ticker; zero or more. */
  default Duration since(long reading) {
    return Duration.ofNanos(Math.max(0, nanos() - reading));
  }

  /** The machine's own monotonic clock, which stands still while a virtual machine is suspended. */
  static Ticker system() {
    return System::nanoTime;
  }
}
