package dev.picket.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * PostgreSQL's resolution of time. What is finer is cut off, and what lies outside of the years 1
 * to 9999 is moved to their edge.
 */
final class Micros {

  private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant MAX = Instant.parse("9999-12-31T00:00:00Z");
  private static final Duration DURATION_MAX = Duration.ofDays(365_000);
  private static final long PER_SLOT = 10_000_000L;

  private Micros() {}

  /** Microseconds since 1970. */
  static long of(Instant instant) {
    Instant within = instant.isBefore(MIN) ? MIN : instant.isAfter(MAX) ? MAX : instant;
    return ChronoUnit.MICROS.between(Instant.EPOCH, within.truncatedTo(ChronoUnit.MICROS));
  }

  static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    Duration within = duration.compareTo(DURATION_MAX) > 0 ? DURATION_MAX : duration;
    return within.toSeconds() * 1_000_000 + within.toNanosPart() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  /** The slot of ten seconds that a time falls into, counted from 1970, up to the year 2650. */
  static int slot(long micros) {
    return Math.clamp(Math.floorDiv(micros, PER_SLOT), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
