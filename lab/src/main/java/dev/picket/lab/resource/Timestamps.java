package dev.picket.lab.resource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** How Kubernetes writes points in time, and their distance. */
public final class Timestamps {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** Whole seconds, as in {@code creationTimestamp}. */
  public static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Microseconds, as in a Lease's {@code renewTime}. */
  static String micros(Instant time) {
    return MICROS.format(time);
  }

  /** A duration for people, such as {@code 5m} or {@code 3h10m}. */
  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 600) {
      return parts(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 3 * 3600) {
      return seconds / 60 + "m";
    }
    if (seconds < 8 * 3600) {
      return parts(seconds / 3600, "h", seconds / 60 % 60, "m");
    }
    if (seconds < 48 * 3600) {
      return seconds / 3600 + "h";
    }
    return seconds < 8 * 86400
        ? parts(seconds / 86400, "d", seconds / 3600 % 24, "h")
        : seconds / 86400 + "d";
  }

  private static String parts(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + unit : large + unit + small + smallUnit;
  }
}
