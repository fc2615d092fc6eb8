package dev.picket.server;

import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads people's decisions from the bodies that carry them. */
final class TransitionReading {

  static final Set<String> SUPPRESS_MEMBERS = Set.of("reason", "for", "until");

  private static final int REASON_CHARS_MAX = 500;
  private static final Duration LONGEST = Duration.ofDays(365);

  private TransitionReading() {}

  /**
   * Reads a suppression: why, and either how long or until when.
   *
   * @throws InvalidInputException naming every member that is missing or wrong
   */
  static Transition.Suppress suppress(Map<String, String> body, Instant now) {
    List<InputProblem> problems = new ArrayList<>();
    String reason = body.getOrDefault("reason", "").strip();
    if (reason.isEmpty() || reason.length() > REASON_CHARS_MAX) {
      String expected = "a text of 1 to " + REASON_CHARS_MAX + " characters that says why";
      problems.add(new InputProblem("/reason", shown(body.get("reason")), expected));
    }
    Instant until = until(body, now, problems);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new Transition.Suppress(reason, until);
  }

  private static Instant until(Map<String, String> body, Instant now, List<InputProblem> problems) {
    String length = body.get("for");
    String end = body.get("until");
    if ((length == null) == (end == null)) {
      String value = length == null ? "neither" : "both";
      problems.add(new InputProblem("/for and /until", value, "exactly one of them"));
      return now;
    }
    Optional<Instant> until =
        length == null
            ? Optional.ofNullable(end).flatMap(QueryReading::instant)
            : DurationText.parse(length).map(now::plus);
    Optional<Instant> allowed =
        until.filter(at -> at.isAfter(now) && !at.isAfter(now.plus(LONGEST)));
    if (allowed.isEmpty()) {
      problems.add(
          length == null
              ? new InputProblem("/until", shown(end), "a time within the next 365 days")
              : new InputProblem("/for", shown(length), DurationText.EXPECTED + ", at most 365d"));
    }
    return allowed.orElse(now);
  }

  private static String shown(@Nullable String value) {
    return value == null ? "nothing" : "'" + value + "'";
  }
}
