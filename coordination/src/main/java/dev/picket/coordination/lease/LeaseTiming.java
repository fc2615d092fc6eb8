package dev.picket.coordination.lease;

import java.time.Duration;

/**
 * How long leases last, as in client-go.
 *
 * <p>For clocks whose rates differ by at most rho, an observer never finds a lease expired that its
 * holder still believes in while {@code renewDeadline * (1 + rho) < duration * (1 - rho)}: 20% for
 * {@link #STANDARD} and 25% for {@link #FAST}.
 *
 * @param duration how long an observer waits after it saw the record change, before it takes the
 *     holder for dead
 * @param renewDeadline how long a holder believes in its lease after it sent the last renewal that
 *     succeeded; shorter than the duration
 * @param retryPeriod between renewals; less than renewDeadline / 1.2
 */
public record LeaseTiming(Duration duration, Duration renewDeadline, Duration retryPeriod) {

  /** 15/10/5 s: few writes, for clusters. */
  public static final LeaseTiming STANDARD =
      new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(5));

  /** 5/3/1 s: one write a second for each member. */
  public static final LeaseTiming FAST =
      new LeaseTiming(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(1));

  private static final double JITTER_FACTOR = 1.2;

  public LeaseTiming {
    if (renewDeadline.compareTo(duration) >= 0) {
      throw new IllegalArgumentException(
          "renew deadline is %s, expected less than the duration %s"
              .formatted(renewDeadline, duration));
    }
    if (!retryPeriod.isPositive()
        || retryPeriod.toNanos() * JITTER_FACTOR >= renewDeadline.toNanos()) {
      throw new IllegalArgumentException(
          "retry period is %s, expected more than zero and less than the renew deadline %s / 1.2"
              .formatted(retryPeriod, renewDeadline));
    }
  }

  /** How soon to try again after a call failed. */
  public Duration pauseAfterFailure() {
    return retryPeriod.dividedBy(4);
  }
}
