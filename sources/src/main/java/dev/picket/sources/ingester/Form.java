package dev.picket.sources.ingester;

import dev.picket.observation.Category;
import dev.picket.observation.Severity;
import dev.picket.sources.payload.ObjectFormat;
import dev.picket.sources.payload.PayloadFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a value is written.
 *
 * @param expected for messages
 * @param reading empty when a text is not such a value
 */
record Form<T>(String expected, Function<String, Optional<T>> reading) {

  private static final Pattern NAME_PATTERN = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern PATH_PATTERN = Pattern.compile("/ingest(/[A-Za-z0-9._~-]+)+");
  private static final Pattern HEADER_PATTERN = Pattern.compile("[A-Za-z0-9-]{1,100}");
  private static final Pattern SIZE_PATTERN = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");
  private static final Pattern DURATION_PATTERN = Pattern.compile("(\\d{1,9})(s|m|h|d)");

  static final Form<String> TEXT =
      new Form<>("a text", text -> text.isBlank() ? Optional.empty() : Optional.of(text));

  static final Form<String> NAME =
      matching(NAME_PATTERN, "up to 63 lower-case letters, digits and hyphens, such as falco-east");

  static final Form<String> PATH =
      matching(PATH_PATTERN, "a path below /ingest/, such as /ingest/falco/east");

  static final Form<String> HEADER = matching(HEADER_PATTERN, "the name of an HTTP header");

  static final Form<PayloadFormat> FORMAT =
      new Form<>("falco, audit or generic", PayloadFormat::ofWireName);

  static final Form<ObjectFormat> OBJECT_FORMAT = new Form<>("trivy", ObjectFormat::ofWireName);

  static final Form<Severity> SEVERITY =
      new Form<>(wireNames(Severity.values(), Severity::wireName), Severity::ofWireName);

  static final Form<Category> CATEGORY =
      new Form<>(wireNames(Category.values(), Category::wireName), Category::ofWireName);

  static final Form<Double> RATE =
      new Form<>("a number from 0.001 to 1000000", text -> decimal(text, 0.001, 1e6));

  static Form<Long> size(long min, long max) {
    return new Form<>(
        "a size from " + min + " to " + max + " bytes, such as 512KiB or 1MiB",
        text -> bytes(text).filter(bytes -> bytes >= min && bytes <= max));
  }

  static Form<Integer> count(int min, int max) {
    return new Form<>(
        "a whole number from " + min + " to " + max,
        text -> decimal(text, min, max).filter(n -> n == Math.rint(n)).map(Double::intValue));
  }

  static Form<Duration> duration(Duration min, Duration max) {
    return new Form<>(
        "a duration from " + min.toSeconds() + "s to " + max.toDays() + "d, such as 12h or 30d",
        text -> duration(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0));
  }

  private static Form<String> matching(Pattern pattern, String expected) {
    return new Form<>(
        expected, text -> Optional.of(text).filter(each -> pattern.matcher(each).matches()));
  }

  private static <E> String wireNames(E[] values, Function<E, String> wireName) {
    return Arrays.stream(values).map(wireName).collect(Collectors.joining(", ", "one of ", ""));
  }

  private static Optional<Double> decimal(String text, double min, double max) {
    try {
      double number = Double.parseDouble(text);
      return number >= min && number <= max ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Long> bytes(String text) {
    Matcher size = SIZE_PATTERN.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (size.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          case null, default -> 0;
        };
    return Optional.of(Math.multiplyExact(Long.parseLong(size.group(1)), 1L << shift))
        .filter(bytes -> bytes > 0);
  }

  private static Optional<Duration> duration(String text) {
    Matcher duration = DURATION_PATTERN.matcher(text);
    if (!duration.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(duration.group(1));
    return Optional.of(
        switch (duration.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }
}
