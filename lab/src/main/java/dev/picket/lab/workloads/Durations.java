package dev.picket.lab.workloads;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them in annotations. */
final class Durations {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9})(?:\\.(\\d{1,3}))?s)?(?:(\\d{1,9})ms)?");

  private Durations() {}

  /**
   * Reads a duration such as {@code 90s}, {@code 1m30s} or {@code 250ms}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "duration '" + text + "': expected such as 90s, 1m30s or 250ms");
    }
    String fraction = matcher.group(4) == null ? "" : (matcher.group(4) + "00").substring(0, 3);
    return Duration.ofHours(number(matcher.group(1)))
        .plusMinutes(number(matcher.group(2)))
        .plusSeconds(number(matcher.group(3)))
        .plusMillis(number(fraction))
        .plusMillis(number(matcher.group(5)));
  }

  @SuppressWarnings("NullAway") // groups that matched nothing are null
  private static long number(String digits) {
    return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}
