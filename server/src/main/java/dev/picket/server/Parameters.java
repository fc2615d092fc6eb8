package dev.picket.server;

import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A query string being read. Everything that is wrong with it is collected, and {@link
 * #throwIfWrong()} then tells all of it at once; until then bad values count as absent.
 */
final class Parameters {

  /** The most values that one parameter may have. */
  private static final int VALUES_MAX = 100;

  private static final int VALUE_CHARS_MAX = 512;

  private final Map<String, List<String>> values;
  private final Set<String> asked = new TreeSet<>();
  private final List<InputProblem> problems = new ArrayList<>();

  Parameters(Map<String, List<String>> values) {
    this.values = new TreeMap<>(values);
  }

  static Parameters of(ServerRequest request) {
    try {
      return new Parameters(request.query().toMap());
    } catch (IllegalArgumentException malformed) {
      throw new InvalidInputException("query", request.query().rawValue(), "percent-encoded UTF-8");
    }
  }

  /** The values of a parameter that may be repeated, or hold several between commas. */
  Set<String> texts(String name) {
    return all(name, "a text of 1 to " + VALUE_CHARS_MAX + " characters", Optional::of);
  }

  /** The same, read into another type. */
  <T> Set<T> all(String name, String expected, Function<String, Optional<T>> reading) {
    asked.add(name);
    Set<T> all = new LinkedHashSet<>();
    for (String value : split(name)) {
      read(name, value, expected, reading).ifPresent(all::add);
    }
    if (all.size() > VALUES_MAX) {
      wrong(name, all.size() + " values", "at most " + VALUES_MAX);
    }
    return all;
  }

  /** A parameter that stands at most once. */
  <T> Optional<T> one(String name, String expected, Function<String, Optional<T>> reading) {
    asked.add(name);
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      wrong(name, String.join("&", given), expected + ", once");
      return Optional.empty();
    }
    return given.stream().findFirst().flatMap(value -> read(name, value, expected, reading));
  }

  /** A whole number within bounds. */
  int number(String name, int min, int max, int otherwise) {
    String expected = "a whole number from " + min + " to " + max;
    return one(name, expected, text -> within(text, min, max)).orElse(otherwise);
  }

  void wrong(String name, String value, String expected) {
    problems.add(new InputProblem(name, value, expected));
  }

  /**
   * Ends the reading; parameters that were not asked for are wrong, too.
   *
   * @throws InvalidInputException if anything was
   */
  void throwIfWrong() {
    for (String name : values.keySet()) {
      if (!asked.contains(name)) {
        wrong(name, "an unknown parameter", "one of " + String.join(", ", asked));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  private List<String> split(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .toList();
  }

  private <T> Optional<T> read(
      String name, String value, String expected, Function<String, Optional<T>> reading) {
    boolean usable = !value.isEmpty() && value.length() <= VALUE_CHARS_MAX;
    Optional<T> read = usable ? reading.apply(value) : Optional.empty();
    if (read.isEmpty()) {
      wrong(name, "'" + value + "'", expected);
    }
    return read;
  }

  private static Optional<Integer> within(String text, int min, int max) {
    Integer number = parsed(text);
    return number == null || number < min || number > max ? Optional.empty() : Optional.of(number);
  }

  private static @Nullable Integer parsed(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
