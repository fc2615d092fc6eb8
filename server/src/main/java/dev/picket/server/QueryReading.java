package dev.picket.server;

import dev.picket.observation.Category;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.ObservationQuery;
import dev.picket.observation.Severity;
import dev.picket.observation.State;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads which Observations are asked for: the same words for the list and for the stream. */
final class QueryReading {

  private static final int LIMIT_DEFAULT = 100;
  private static final String SEVERITY = "info, low, medium, high or critical";
  private static final String TIME =
      "a time such as 2026-11-22T12:00:00Z, or how long ago, such as 30m, 24h or 7d";

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Instant now;

  QueryReading(Instant now) {
    this.now = now;
  }

  /**
   * Reads the parameters of a list.
   *
   * @throws InvalidInputException naming every parameter that is unknown or wrong
   */
  ObservationQuery list(Parameters parameters) {
    int limit = parameters.number("limit", 1, ObservationQuery.LIMIT_MAX, LIMIT_DEFAULT);
    Optional<ObservationQuery.Position> after =
        parameters.one("cursor", "the \"next\" of the page before", Cursor::read);
    ObservationQuery query = restrictions(parameters, after, limit);
    parameters.throwIfWrong();
    return query;
  }

  /** Reads what both have; the caller ends the reading. */
  ObservationQuery restrictions(Parameters parameters) {
    return restrictions(parameters, Optional.empty(), LIMIT_DEFAULT);
  }

  private ObservationQuery restrictions(
      Parameters parameters, Optional<ObservationQuery.Position> after, int limit) {
    return new ObservationQuery(
        parameters.all("state", "open, resolved or suppressed", State::ofWireName),
        parameters.texts("source"),
        severities(parameters),
        parameters.all(
            "category",
            "security, compliance, performance, operations or cost",
            Category::ofWireName),
        parameters.texts("namespace"),
        parameters.texts("kind"),
        parameters.texts("name"),
        parameters.one("since", TIME, this::time),
        parameters.one("before", TIME, this::time),
        after,
        limit);
  }

  private static Set<Severity> severities(Parameters parameters) {
    Set<Severity> named = parameters.all("severity", SEVERITY, Severity::ofWireName);
    Optional<Severity> minimum = parameters.one("minimumSeverity", SEVERITY, Severity::ofWireName);
    if (minimum.isEmpty()) {
      return named;
    }
    Set<Severity> worse = EnumSet.range(minimum.get(), Severity.CRITICAL);
    if (named.isEmpty()) {
      return worse;
    }
    worse.retainAll(named);
    if (worse.isEmpty()) {
      parameters.wrong(
          "minimumSeverity", minimum.get().wireName(), "one that severity does not rule out");
    }
    return worse;
  }

  private Optional<Instant> time(String text) {
    Optional<Instant> ago = DurationText.parse(text).map(now::minus).filter(QueryReading::storable);
    return ago.isPresent() ? ago : instant(text);
  }

  /** Whether the time lies in the years that every store can hold. */
  static boolean storable(Instant time) {
    return time.isAfter(FIRST) && time.isBefore(LAST);
  }

  /** Reads an RFC 3339 time. */
  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(QueryReading::storable);
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
