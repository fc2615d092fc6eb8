package dev.picket.lab.resource;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How long ago something was, for people, as kubectl has it. */
final class Ages {

  static final String UNKNOWN = "<unknown>";
  static final String INVALID = "<invalid>";
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Ages() {}

  /** Since a point in time; it is unknown when it is empty. */
  static String since(String time, Instant now) {
    if (time.isEmpty()) {
      return UNKNOWN;
    }
    try {
      return text(Duration.between(OffsetDateTime.parse(time).toInstant(), now));
    } catch (DateTimeException notATime) {
      return INVALID;
    }
  }

  /** Between two points in time. */
  static String between(String start, String end) {
    try {
      return text(
          Duration.between(
              OffsetDateTime.parse(start).toInstant(), OffsetDateTime.parse(end).toInstant()));
    } catch (DateTimeException notATime) {
      return INVALID;
    }
  }

  /** Such as {@code 5m} or {@code 3h10m}; what lies ahead by more than two seconds is invalid. */
  static String text(Duration age) {
    long seconds = age.toMillis() / 1000;
    if (seconds < -1) {
      return INVALID;
    }
    if (seconds < 2 * MINUTE) {
      return Math.max(0, seconds) + "s";
    }
    if (seconds < 10 * MINUTE) {
      return parts(seconds / MINUTE, "m", seconds % MINUTE, "s");
    }
    if (seconds < 3 * HOUR) {
      return seconds / MINUTE + "m";
    }
    if (seconds < 8 * HOUR) {
      return parts(seconds / HOUR, "h", seconds / MINUTE % 60, "m");
    }
    if (seconds < 2 * DAY) {
      return seconds / HOUR + "h";
    }
    if (seconds < 8 * DAY) {
      return parts(seconds / DAY, "d", seconds / HOUR % 24, "h");
    }
    long days = seconds / DAY;
    if (days < 2 * 365) {
      return days + "d";
    }
    return days < 8 * 365 ? parts(days / 365, "y", days % 365, "d") : days / 365 + "y";
  }

  private static String parts(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + unit : large + unit + small + smallUnit;
  }
}
