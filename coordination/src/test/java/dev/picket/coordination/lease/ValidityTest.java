package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ValidityTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Moment START = new Moment(-5 * SECOND, 1_700_000_000_000L);
  private final Validity validity = Validity.lasting(START, Duration.ofSeconds(3));

  @Test
  void itHoldsUntilItsTimeIsOver() {
    assertThat(holdsAfter(0, 0)).isTrue();
    assertThat(holdsAfter(2_999, 2_999)).isTrue();
    assertThat(holdsAfter(3_000, 2_999)).isFalse();
  }

  @Test
  void eitherClockEndsIt() {
    assertThat(holdsAfter(2_900, 3_000)).isFalse();
    assertThat(Validity.lasting(START, Duration.ofSeconds(3)).holds(at(3_000), wallAt(2_900)))
        .isFalse();
  }

  @Test
  void aSuspensionThatOnlyTheWallClockSawEndsIt() {
    assertThat(holdsAfter(1_000, 60_000)).isFalse();
  }

  @Test
  void aStepOfTheWallClockEndsIt() {
    assertThat(holdsAfter(1_000, 1_499)).isTrue();
    assertThat(holdsAfter(1_000, 1_500)).isFalse();
    Validity other = Validity.lasting(START, Duration.ofSeconds(3));
    assertThat(other.holds(at(1_000), wallAt(501))).isTrue();
    assertThat(other.holds(at(1_000), wallAt(-60_000))).isFalse();
  }

  @Test
  void onceEndedItNeverHoldsAgain() {
    assertThat(validity.hasEnded()).isFalse();
    assertThat(holdsAfter(1_000, 60_000)).isFalse();
    assertThat(validity.hasEnded()).isTrue();
    assertThat(holdsAfter(1_000, 1_000)).isFalse();
  }

  @Test
  void itCanBeEnded() {
    validity.end();
    assertThat(holdsAfter(0, 0)).isFalse();
    assertThat(validity.left(START)).isZero();
  }

  @Test
  void noneNeverHolds() {
    assertThat(Validity.none().holds(0, 0)).isFalse();
    assertThat(Validity.none().hasEnded()).isTrue();
  }

  @Test
  void whatIsLeftIsCountedOnTheMonotonicClock() {
    assertThat(validity.left(new Moment(at(1_000), wallAt(9_999))))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(validity.left(new Moment(at(4_000), wallAt(4_000)))).isZero();
  }

  @Test
  void theMonotonicClockMayPassItsGreatestReading() {
    Moment from = new Moment(Long.MAX_VALUE - 10, 0);
    Validity late = Validity.lasting(from, Duration.ofSeconds(3));
    assertThat(late.holds(from.nanos() + SECOND, 1_000)).isTrue();
    assertThat(late.holds(from.nanos() + 3 * SECOND, 2_999)).isFalse();
  }

  private boolean holdsAfter(long millis, long wallMillis) {
    return validity.holds(at(millis), wallAt(wallMillis));
  }

  private static long at(long millis) {
    return START.nanos() + millis * 1_000_000;
  }

  private static long wallAt(long millis) {
    return START.wallMillis() + millis;
  }
}
