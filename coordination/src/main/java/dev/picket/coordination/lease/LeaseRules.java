package dev.picket.coordination.lease;

import java.time.Duration;

/**
 * The rules of leases, as pure functions. They are instance methods so that the simulation can
 * break one at a time and show that it is needed; nothing else overrides them.
 */
public class LeaseRules {

  /** A record that says it lasts longer than so many times ours is not believed. */
  private static final int PLAUSIBLE_TIMES = 10;

  /**
   * How long a holder believes in a renewal that succeeded: from when it was <em>sent</em>, since
   * the observers' clocks may have started then.
   *
   * @param sent before the call
   * @param received when its answer came
   */
  public Validity validity(Moment sent, Moment received, LeaseTiming timing) {
    return Validity.lasting(sent, timing.renewDeadline());
  }

  /**
   * How long an observer still has to wait before it may take a lease's holder for dead; zero when
   * it may now. The times in the record are another machine's and play no part.
   *
   * @param seen when the observer saw the record change
   */
  public Duration untilExpiry(Lease lease, Moment seen, Moment now, LeaseTiming timing) {
    long left = duration(lease, timing).toNanos() - (now.nanos() - seen.nanos());
    return Duration.ofNanos(Math.max(0, left));
  }

  /**
   * When a standby tries for a lease that somebody holds: at its observed expiry, and a little
   * later so that not all try at once.
   *
   * @param untilExpiry by {@link #untilExpiry}
   * @param random from 0 to 1
   */
  public Duration standby(Duration untilExpiry, LeaseTiming timing, double random) {
    return untilExpiry.plusNanos((long) (random * timing.retryPeriod().toNanos() / 10));
  }

  /**
   * Whether a record that was changed is still this holder's: only if it says so. Whatever else it
   * says, somebody has taken it, and work may have been given to others since.
   */
  public boolean isStillOurs(Lease found, String holder) {
    return found.holder().equals(holder);
  }

  /** Ours, or the record's where that is longer: its holder may run by another configuration. */
  private static Duration duration(Lease lease, LeaseTiming timing) {
    Duration ours = timing.duration();
    Duration theirs = lease.duration();
    boolean longer = theirs.compareTo(ours) > 0;
    return longer && theirs.compareTo(ours.multipliedBy(PLAUSIBLE_TIMES)) < 0 ? theirs : ours;
  }
}
