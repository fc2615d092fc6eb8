package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.loop.ManualLoop;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeaseObserverTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private final ManualLoop time = new ManualLoop();
  private final LeaseObserver observer = new LeaseObserver(LeaseTiming.FAST, new LeaseRules());

  @Test
  void whatWasNeverSeenHasItsFullTime() {
    assertThat(observer.untilExpiry(lease(1), time.now())).isEqualTo(Duration.ofSeconds(5));
    assertThat(observer.silentFor(lease(1), time.now())).isZero();
  }

  @Test
  void theTimeRunsFromTheLastChangeAndNotFromTheLastLook() {
    assertThat(observer.see(lease(1), time.now())).isTrue();
    time.advance(SECOND);
    assertThat(observer.see(lease(1), time.now())).isFalse();
    assertThat(observer.untilExpiry(lease(1), time.now())).isEqualTo(Duration.ofSeconds(4));
    assertThat(observer.silentFor(lease(1), time.now())).isEqualTo(SECOND);
    assertThat(observer.see(lease(2), time.now())).isTrue();
    assertThat(observer.untilExpiry(lease(2), time.now())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatComesLateIsNotNews() {
    observer.see(lease(2), time.now());
    time.advance(SECOND);
    assertThat(observer.see(lease(1), time.now())).isFalse();
    assertThat(observer.untilExpiry(lease(2), time.now())).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void whatIsForgottenHasItsFullTimeAgain() {
    observer.see(lease(1), time.now());
    time.advance(SECOND);
    observer.retain(Set.of("group-other"));
    assertThat(observer.untilExpiry(lease(1), time.now())).isEqualTo(Duration.ofSeconds(5));
    assertThat(observer.see(lease(1), time.now())).isTrue();
    observer.retain(Set.of("group-a"));
    assertThat(observer.see(lease(1), time.now())).isFalse();
  }

  private static Lease lease(long revision) {
    return new Lease(
        "group", "group-a", "a", Duration.ofSeconds(5), null, null, 0, Map.of(), revision);
  }
}
