package dev.picket.server;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 90s}, {@code 30m}, {@code 1h30m}, {@code 7d}. */
final class DurationText {

  static final String EXPECTED = "a length of time such as 30m, 24h or 7d";

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,6})w)?(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

  private static final Duration[] UNITS = {
    Duration.ofDays(7),
    Duration.ofDays(1),
    Duration.ofHours(1),
    Duration.ofMinutes(1),
    Duration.ofSeconds(1)
  };

  private DurationText() {}

  /** Reads one; empty when the text is not one, or is zero. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    for (int unit = 0; unit < UNITS.length; unit++) {
      String digits = matcher.group(unit + 1);
      if (digits != null) {
        sum = sum.plus(UNITS[unit].multipliedBy(Long.parseLong(digits)));
      }
    }
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }
}
