package dev.picket.observation;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which Observations to list, those seen last first. What is empty does not restrict.
 *
 * @param seenSince lastSeen at this time or later
 * @param seenBefore lastSeen before this time
 * @param after where the page before ended; empty for the first page
 * @param limit how many at most, 1 to {@value #LIMIT_MAX}
 */
public record ObservationQuery(
    Set<State> states,
    Set<String> sources,
    Set<Severity> severities,
    Set<Category> categories,
    Set<String> namespaces,
    Set<String> kinds,
    Set<String> names,
    Optional<Instant> seenSince,
    Optional<Instant> seenBefore,
    Optional<Position> after,
    int limit) {

  /** The most Observations that one page holds. */
  public static final int LIMIT_MAX = 1000;

  /** Everything, a page of 100. */
  public static final ObservationQuery ALL =
      new ObservationQuery(
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          100);

  public ObservationQuery {
    states = Set.copyOf(states);
    sources = Set.copyOf(sources);
    severities = Set.copyOf(severities);
    categories = Set.copyOf(categories);
    namespaces = Set.copyOf(namespaces);
    kinds = Set.copyOf(kinds);
    names = Set.copyOf(names);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + LIMIT_MAX);
    }
  }

  /**
   * A place in the order of the list: by lastSeen, and by fingerprint among equals, both
   * descending.
   */
  public record Position(Instant lastSeen, Fingerprint fingerprint) {}

  /** Whether the Observation meets every restriction but the page's. */
  public boolean matches(Observation observation) {
    Resource resource = observation.resource();
    return admits(states, observation.state())
        && admits(sources, observation.source())
        && admits(severities, observation.severity())
        && admits(categories, observation.category())
        && admits(namespaces, resource.namespace())
        && admits(kinds, resource.kind())
        && admits(names, resource.name())
        && seenSince.filter(observation.lastSeen()::isBefore).isEmpty()
        && seenBefore.filter(before -> !observation.lastSeen().isBefore(before)).isEmpty();
  }

  private static <T> boolean admits(Set<T> values, T value) {
    return values.isEmpty() || values.contains(value);
  }
}
