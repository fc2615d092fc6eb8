package dev.picket.coordination.lease;

import java.time.Duration;

/**
 * How long a holder may believe in one renewal. It ends when either clock says so, and when the two
 * disagree about how much time has passed, since then one of them was set or stood still. Once
 * ended it never holds again.
 *
 * <p>Safe for use by many threads; asking allocates nothing.
 */
public final class Validity {

  /** How much the two clocks may disagree over one validity. */
  static final Duration STEP_TOLERANCE = Duration.ofMillis(500);

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long fromNanos;
  private final long fromWallMillis;
  private final long lastsNanos;
  private volatile boolean ended;

  private Validity(long fromNanos, long fromWallMillis, long lastsNanos, boolean ended) {
    this.fromNanos = fromNanos;
    this.fromWallMillis = fromWallMillis;
    this.lastsNanos = lastsNanos;
    this.ended = ended;
  }

  /** One that begins at a moment and lasts so long. */
  public static Validity lasting(Moment from, Duration lasts) {
    return new Validity(from.nanos(), from.wallMillis(), lasts.toNanos(), false);
  }

  /** One that has ended. */
  public static Validity none() {
    return new Validity(0, 0, 0, true);
  }

  /** Whether it holds at this moment, by both clocks. */
  public boolean holds(Clocks clocks) {
    return holds(clocks.ticker().nanos(), clocks.wall().millis());
  }

  /** Whether it holds at this moment, by both clocks. */
  public boolean holds(long nanos, long wallMillis) {
    if (ended) {
      return false;
    }
    long passed = nanos - fromNanos;
    long passedOnWall = (wallMillis - fromWallMillis) * NANOS_PER_MILLI;
    if (passed < lastsNanos
        && passedOnWall < lastsNanos
        && Math.abs(passed - passedOnWall) < STEP_TOLERANCE.toNanos()) {
      return true;
    }
    ended = true;
    return false;
  }

  /** Whether it was found ended before, or was ended. */
  public boolean hasEnded() {
    return ended;
  }

  /** Ends it. */
  public void end() {
    ended = true;
  }

  /** How long it still lasts by the monotonic clock alone; zero or more. */
  public Duration left(Moment now) {
    return ended
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, lastsNanos - (now.nanos() - fromNanos)));
  }
}
