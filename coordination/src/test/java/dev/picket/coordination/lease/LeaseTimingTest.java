package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LeaseTimingTest {

  @Test
  void clocksMayDifferByAFifth() {
    assertThat(toleratedDrift(LeaseTiming.STANDARD)).isBetween(0.2, 0.201);
    assertThat(toleratedDrift(LeaseTiming.FAST)).isBetween(0.25, 0.251);
  }

  @Test
  void aRenewalHasTimeToFailOnce() {
    assertThat(Stream.of(LeaseTiming.STANDARD, LeaseTiming.FAST))
        .allMatch(each ->
            each.retryPeriod().plus(each.pauseAfterFailure()).compareTo(each.renewDeadline()) < 0);
  }

  @Test
  void theRenewDeadlineIsShorterThanTheDuration() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timing(10, 10, 5))
        .withMessage("renew deadline is PT10S, expected less than the duration PT10S");
  }

  @Test
  void theRetryPeriodLeavesRoomForARetry() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timing(15, 12, 10))
        .withMessage(
            "retry period is PT10S, expected more than zero and less than the renew deadline PT12S"
                + " / 1.2");
    assertThatIllegalArgumentException().isThrownBy(() -> timing(15, 10, 0));
    assertThat(timing(15, 12, 9).retryPeriod()).isEqualTo(Duration.ofSeconds(9));
  }

  /** The greatest rho for which renewDeadline (1 + rho) < duration (1 - rho). */
  private static double toleratedDrift(LeaseTiming timing) {
    double deadline = timing.renewDeadline().toMillis();
    double duration = timing.duration().toMillis();
    return (duration - deadline) / (duration + deadline);
  }

  private static LeaseTiming timing(int duration, int renewDeadline, int retryPeriod) {
    return new LeaseTiming(
        Duration.ofSeconds(duration),
        Duration.ofSeconds(renewDeadline),
        Duration.ofSeconds(retryPeriod));
  }
}
