package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as sources write them. What cannot be read is absent, never an error. */
final class ReportedTime {

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** From here on a number counts milliseconds, microseconds and nanoseconds since 1970. */
  private static final double MILLIS_FROM = 1e11;

  private static final double MICROS_FROM = 1e14;
  private static final double NANOS_FROM = 1e17;

  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}|[1-8]\\d{18}");

  private ReportedTime() {}

  /** A text of RFC 3339, or a number of seconds, milli-, micro- or nanoseconds since 1970. */
  static Optional<Instant> of(JsonNode node) {
    if (node.isTextual()) {
      return ofText(node.textValue());
    }
    if (node.canConvertToLong() && node.isIntegralNumber()) {
      return ofNumber(node.longValue());
    }
    return node.isFloatingPointNumber() ? ofSeconds(node.doubleValue()) : Optional.empty();
  }

  static Optional<Instant> ofText(String text) {
    if (text.length() < "2026-11-22T12:00Z".length()) {
      return Optional.empty();
    }
    try {
      return believable(
          text.endsWith("Z")
              ? Instant.parse(text)
              : OffsetDateTime.parse(withColon(text)).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Falco writes offsets as {@code +0000}. */
  private static String withColon(String text) {
    int end = text.length() - 2;
    char sign = text.charAt(end - 3);
    return sign == '+' || sign == '-' ? text.substring(0, end) + ":" + text.substring(end) : text;
  }

  /** A number, as {@link #of} reads it, written as a text. */
  static Optional<Instant> ofDigits(String text) {
    return text.length() < 20 && DIGITS.matcher(text).matches()
        ? ofNumber(Long.parseLong(text))
        : Optional.empty();
  }

  private static Optional<Instant> ofNumber(long number) {
    if (number < MILLIS_FROM) {
      return believable(Instant.ofEpochSecond(Math.max(number, -1)));
    }
    if (number < MICROS_FROM) {
      return believable(Instant.ofEpochMilli(number));
    }
    long perSecond = number < NANOS_FROM ? 1_000_000 : 1_000_000_000;
    return believable(
        Instant.ofEpochSecond(
            number / perSecond, number % perSecond * (1_000_000_000 / perSecond)));
  }

  private static Optional<Instant> ofSeconds(double seconds) {
    return seconds >= 0 && seconds < MILLIS_FROM
        ? believable(Instant.ofEpochMilli((long) (seconds * 1000)))
        : Optional.empty();
  }

  private static Optional<Instant> believable(Instant time) {
    return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? Optional.empty() : Optional.of(time);
  }
}
