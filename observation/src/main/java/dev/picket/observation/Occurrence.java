package dev.picket.observation;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One report of a problem, in Picket's own terms. A text that the source does not give is empty,
 * never null.
 *
 * @param source name of the Ingester it came through
 * @param category what kind of concern it is
 * @param severity how bad this report says it is; not part of the identity
 * @param eventType what happened, as {@code [a-z0-9_]+}, such as {@code secret_access}
 * @param rule the source's rule or check that fired
 * @param title one line for people
 * @param resource what it is about
 * @param identity whatever else tells this problem from others of the same source, type, rule and
 *     resource, by name; kept sorted
 * @param id the source's own identity of this report; null when it gives none, and then a report
 *     sent twice counts twice
 * @param observedAt when it happened, as far as it is believed
 * @param details a JSON object with what else the source said
 */
public record Occurrence(
    String source,
    Category category,
    Severity severity,
    String eventType,
    String rule,
    String title,
    Resource resource,
    SortedMap<String, String> identity,
    @Nullable OccurrenceId id,
    Instant observedAt,
    String details) {

  public Occurrence {
    identity = Collections.unmodifiableSortedMap(new TreeMap<>(identity));
  }

  /** The same with another time. */
  Occurrence observedAt(Instant instant) {
    return new Occurrence(
        source, category, severity, eventType, rule, title, resource, identity, id, instant,
        details);
  }
}
