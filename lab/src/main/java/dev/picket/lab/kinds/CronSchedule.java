package dev.picket.lab.kinds;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads schedules of five fields, and their short names. */
final class CronSchedule {

  private static final Set<String> NAMES =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final Pattern EVERY =
      Pattern.compile("@every (?:\\d+(?:\\.\\d+)?(?:ns|us|µs|ms|s|m|h))+");
  private static final Pattern RANGE =
      Pattern.compile("(\\*|\\?|[0-9a-z]+)(?:-([0-9a-z]+))?(?:/(\\d+))?");
  private static final List<String> MONTHS =
      List.of(
          "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /**
   * A field's values.
   *
   * @param words that stand for numbers, by number
   */
  private record Bounds(int least, int most, List<String> words) {}

  private static final List<Bounds> FIELDS =
      List.of(
          new Bounds(0, 59, List.of()),
          new Bounds(0, 23, List.of()),
          new Bounds(1, 31, List.of()),
          new Bounds(1, 12, MONTHS),
          new Bounds(0, 6, DAYS));

  private CronSchedule() {}

  /** What is wrong with a schedule; empty when nothing is. */
  static Optional<String> against(String schedule) {
    if (schedule.startsWith("@")) {
      return NAMES.contains(schedule) || EVERY.matcher(schedule).matches()
          ? Optional.empty()
          : Optional.of("unrecognized descriptor: " + schedule);
    }
    List<String> fields = List.of(schedule.strip().split("\\s+", -1));
    if (fields.size() != FIELDS.size()) {
      return Optional.of(
          "expected exactly 5 fields, found %d: [%s]"
              .formatted(fields.size(), String.join(" ", fields)));
    }
    for (int index = 0; index < FIELDS.size(); index++) {
      for (String part : fields.get(index).split(",", -1)) {
        Optional<String> against = range(part.toLowerCase(Locale.ROOT), FIELDS.get(index));
        if (against.isPresent()) {
          return against;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> range(String part, Bounds bounds) {
    Matcher matcher = RANGE.matcher(part);
    if (!matcher.matches()) {
      return Optional.of("failed to parse int from " + part);
    }
    boolean all = matcher.group(1).equals("*") || matcher.group(1).equals("?");
    int first = all ? bounds.least() : number(matcher.group(1), bounds);
    int last = matcher.group(2) == null ? first : number(matcher.group(2), bounds);
    if (first < 0 || last < 0) {
      return Optional.of("failed to parse int from " + part);
    }
    if (first < bounds.least()) {
      return Optional.of(
          "beginning of range (%d) below minimum (%d): %s".formatted(first, bounds.least(), part));
    }
    if (last > bounds.most()) {
      return Optional.of(
          "end of range (%d) above maximum (%d): %s".formatted(last, bounds.most(), part));
    }
    if (first > last) {
      return Optional.of(
          "beginning of range (%d) beyond end of range (%d): %s".formatted(first, last, part));
    }
    return "0".equals(matcher.group(3))
        ? Optional.of("step of range should be a positive number: " + part)
        : Optional.empty();
  }

  private static int number(String text, Bounds bounds) {
    int word = bounds.words().indexOf(text);
    if (word >= 0) {
      return word;
    }
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
  }
}
