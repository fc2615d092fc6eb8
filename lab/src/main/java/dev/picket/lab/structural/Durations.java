package dev.picket.lab.structural;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads durations as the format of that name has them. */
public final class Durations {

  private static final Pattern GO =
      Pattern.compile("[-+]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern WORDS = Pattern.compile("((\\d+)\\s*([A-Za-zµ]+))");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);
  private static final Pattern UNITS =
      Pattern.compile(
          "ns|nano|nanos|nanosecond|nanoseconds|us|µs|micro|micros|microsecond|microseconds|ms|milli"
              + "|millis|millisecond|milliseconds|s|sec|secs|second|seconds|m|min|mins|minute|minutes"
              + "|h|hr|hrs|hour|hours|d|day|days|w|wk|wks|week|weeks");

  private Durations() {}

  static boolean isDuration(String text) {
    if (GO.matches(text)) {
      return true;
    }
    Matcher words = WORDS.matcher(text);
    boolean found = false;
    while (words.find()) {
      if (!UNITS.matches(words.group(3).toLowerCase(Locale.ROOT))) {
        return false;
      }
      found = true;
    }
    return found;
  }

  /** A duration such as {@code 1h30m}; empty when it is none, or longer than 290 years. */
  public static Optional<Duration> parse(String text) {
    if (!GO.matches(text) || text.length() > 100) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(parts.group(2), 0L));
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return Optional.of(text.startsWith("-") ? duration.negated() : duration);
  }
}
