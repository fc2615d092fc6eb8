package dev.picket.coordination.simulation;

import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.coordination.lease.Moment;
import dev.picket.coordination.lease.Validity;
import dev.picket.coordination.shard.SimulatedMember.Weakening;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A rule left out on purpose, and the invariants of which one must break then. */
public enum Weakness {
  NONE(Weakening.NONE),
  SKIP_THE_DRAIN(Weakening.SKIP_THE_DRAIN, Invariants.NO_EARLY_GRANT, Invariants.ONE_GATE),
  GRANT_WITHOUT_ACKNOWLEDGEMENT(
      Weakening.GRANT_WITHOUT_ACKNOWLEDGEMENT, Invariants.NO_EARLY_GRANT, Invariants.ONE_GATE),
  ACKNOWLEDGE_WITH_WORK_IN_FLIGHT(
      Weakening.ACKNOWLEDGE_WITH_WORK_IN_FLIGHT, Invariants.NO_EARLY_GRANT),
  FORGET_THE_EPOCH(Weakening.FORGET_THE_EPOCH, Invariants.EPOCHS_GROW),
  OPEN_WITHOUT_CLAIM(Weakening.OPEN_WITHOUT_CLAIM, Invariants.EPOCH_ORDER),
  DECLARE_DEAD_WITHOUT_SEIZING(
      Weakening.DECLARE_DEAD_WITHOUT_SEIZING, Invariants.ONE_GATE, Invariants.NO_EARLY_GRANT),
  GRANT_BY_A_NEW_MAP_AT_ONCE(Weakening.GRANT_BY_A_NEW_MAP_AT_ONCE, Invariants.ONE_GATE),
  BELIEVE_AN_OLD_LIST(
      Weakening.BELIEVE_AN_OLD_LIST, Invariants.NO_EARLY_GRANT, Invariants.ONE_GATE),
  BELIEVE_A_COPY(
      Weakening.BELIEVE_A_COPY,
      Invariants.NO_EARLY_GRANT,
      Invariants.ONE_GATE,
      Invariants.EPOCH_ORDER),
  BELIEVE_THE_MONOTONIC_CLOCK_ALONE(Weakening.NONE, Invariants.ONE_GATE),
  TRUST_REMOTE_CLOCKS(Weakening.NONE, Invariants.ONE_GATE, Invariants.NO_EARLY_GRANT),
  RENEW_FROM_RECEIVE_TIME(Weakening.NONE, Invariants.ONE_GATE),
  TAKE_A_SEIZED_LEASE_BACK(Weakening.NONE, Invariants.ONE_GATE, Invariants.NO_EARLY_GRANT),
  STANDBYS_WAIT_AN_EXTRA_RETRY(Weakening.NONE, Invariants.UNOWNED_TIME);

  private final Weakening weakening;
  private final String breaks;

  Weakness(Weakening weakening, String... breaks) {
    this.weakening = weakening;
    this.breaks = String.join(";", breaks);
  }

  /** Invariants of which it breaks one, from some seed. */
  public Set<String> breaks() {
    return Set.of(breaks.split(";"));
  }

  Weakening weakening() {
    return weakening;
  }

  LeaseRules leaseRules() {
    Weakness weakness = this;
    return new LeaseRules() {
      @Override
      public Validity validity(Moment sent, Moment received, LeaseTiming timing) {
        return super.validity(
            weakness == RENEW_FROM_RECEIVE_TIME ? received : sent, received, timing);
      }

      @Override
      public Duration untilExpiry(Lease lease, Moment seen, Moment now, LeaseTiming timing) {
        Duration left = super.untilExpiry(lease, seen, now, timing);
        return switch (weakness) {
          case TRUST_REMOTE_CLOCKS -> byRemoteClock(lease, now, timing).orElse(left);
          case STANDBYS_WAIT_AN_EXTRA_RETRY ->
              lease.name().equals(Estate.ELECTION)
                  ? super.untilExpiry(lease, seen, earlier(now, timing.retryPeriod()), timing)
                  : left;
          default -> left;
        };
      }

      @Override
      public boolean isStillOurs(Lease found, String holder) {
        return weakness == TAKE_A_SEIZED_LEASE_BACK || super.isStillOurs(found, holder);
      }
    };
  }

  private static Optional<Duration> byRemoteClock(Lease lease, Moment now, LeaseTiming timing) {
    return Optional.ofNullable(lease.renewedAt())
        .map(renewed -> Duration.between(now.wall(), renewed.plus(timing.duration())))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  private static Moment earlier(Moment now, Duration by) {
    return new Moment(now.nanos() - by.toNanos(), now.wallMillis() - by.toMillis());
  }
}
