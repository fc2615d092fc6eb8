package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LeaseRulesTest {

  private static final LeaseTiming TIMING = LeaseTiming.FAST;
  private static final Moment SENT = new Moment(1_000_000_000L, 1_700_000_000_000L);
  private final LeaseRules rules = new LeaseRules();

  @Test
  void aHolderCountsFromWhenItSentTheRenewal() {
    Moment received = after(2_000);
    Validity validity = rules.validity(SENT, received, TIMING);
    assertThat(validity.left(received)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anObserverCountsFromWhenItSawTheRecordChange() {
    assertThat(left(lease("a", TIMING.duration()), 0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(left(lease("a", TIMING.duration()), 4_999)).isEqualTo(Duration.ofMillis(1));
    assertThat(left(lease("a", TIMING.duration()), 5_000)).isZero();
    assertThat(left(lease("a", TIMING.duration()), 50_000)).isZero();
  }

  @Test
  void theTimesInTheRecordPlayNoPart() {
    Lease ancient = lease("a", TIMING.duration(), Instant.EPOCH);
    Lease future = lease("a", TIMING.duration(), Instant.parse("2999-01-01T00:00:00Z"));
    assertThat(left(ancient, 1_000))
        .isEqualTo(left(future, 1_000))
        .isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aHolderWithALongerLeaseIsGivenIt() {
    assertThat(left(lease("a", Duration.ofSeconds(15)), 5_000)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aHolderWithAShorterLeaseIsGivenOurs() {
    assertThat(left(lease("a", Duration.ofSeconds(1)), 1_000)).isEqualTo(Duration.ofSeconds(4));
    assertThat(left(lease("a", Duration.ZERO), 1_000)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void anImplausibleDurationIsNotBelieved() {
    assertThat(left(lease("a", Duration.ofDays(9_999)), 5_000)).isZero();
    assertThat(left(lease("a", Duration.ofSeconds(50)), 5_000)).isZero();
    assertThat(left(lease("a", Duration.ofSeconds(-7)), 5_000)).isZero();
  }

  @Test
  void standbysTryAtTheExpiryWithASmallJitter() {
    Duration left = Duration.ofSeconds(2);
    assertThat(rules.standby(left, TIMING, 0)).isEqualTo(left);
    assertThat(rules.standby(left, TIMING, 0.999_999))
        .isBetween(left.plusMillis(99), left.plusMillis(100));
  }

  @Test
  void aRecordIsStillOursOnlyIfItSaysSo() {
    assertThat(rules.isStillOurs(lease("a", Duration.ZERO), "a")).isTrue();
    assertThat(rules.isStillOurs(lease("", Duration.ZERO), "a")).isFalse();
    assertThat(rules.isStillOurs(lease("b", Duration.ZERO), "a")).isFalse();
  }

  private Duration left(Lease lease, long millisSinceSeen) {
    return rules.untilExpiry(lease, SENT, after(millisSinceSeen), TIMING);
  }

  private static Moment after(long millis) {
    return new Moment(SENT.nanos() + millis * 1_000_000, SENT.wallMillis() + millis);
  }

  private static Lease lease(String holder, Duration duration) {
    return lease(holder, duration, Instant.EPOCH);
  }

  private static Lease lease(String holder, Duration duration, Instant at) {
    return new Lease("group", "group-a", holder, duration, at, at, 0, Map.of(), 1);
  }
}
