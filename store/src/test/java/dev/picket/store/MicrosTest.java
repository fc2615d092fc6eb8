package dev.picket.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MicrosTest {

  @Test
  void whatIsFinerThanAMicrosecondIsCutOff() {
    Instant fine = Instant.parse("2026-11-22T12:00:00.123456789Z");
    assertThat(Micros.instant(Micros.of(fine)))
        .isEqualTo(Instant.parse("2026-11-22T12:00:00.123456Z"));
    assertThat(Micros.instant(Micros.of(Instant.parse("1969-12-31T23:59:59.999999999Z"))))
        .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    assertThat(Micros.duration(Micros.of(Duration.ofNanos(1_999))))
        .isEqualTo(Duration.ofNanos(1000));
  }

  @Test
  void timesThatPostgresCannotHoldAreMovedToTheEdge() {
    assertThat(Micros.instant(Micros.of(Instant.MAX)))
        .isEqualTo(Instant.parse("9999-12-31T00:00:00Z"));
    assertThat(Micros.instant(Micros.of(Instant.MIN)))
        .isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
    assertThat(Micros.of(Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(Micros.of(Duration.ofDays(365_000)));
    assertThat(Micros.of(Duration.ofSeconds(-1))).isZero();
  }

  @Test
  void aSlotLastsTenSeconds() {
    long noon = Micros.of(Instant.parse("2026-11-22T12:00:00Z"));
    assertThat(Micros.slot(noon - 1)).isEqualTo(Micros.slot(noon) - 1);
    assertThat(Micros.slot(noon + 9_999_999)).isEqualTo(Micros.slot(noon));
    assertThat(Micros.slot(noon + 10_000_000)).isEqualTo(Micros.slot(noon) + 1);
    assertThat(Micros.slot(-1)).isEqualTo(-1);
    assertThat(Micros.slot(Micros.of(Instant.MAX))).isEqualTo(Integer.MAX_VALUE);
    assertThat(Micros.slot(Micros.of(Instant.MIN))).isEqualTo(Integer.MIN_VALUE);
  }
}
