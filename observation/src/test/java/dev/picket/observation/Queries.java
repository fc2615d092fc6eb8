package dev.picket.observation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Queries that use each restriction at least once, alone and together. */
final class Queries {

  private Queries() {}

  static List<ObservationQuery> samples(Instant noon) {
    return List.of(
        ObservationQuery.ALL,
        with(Set.of(State.OPEN), Set.of(), Set.of(), Set.of()),
        with(Set.of(State.RESOLVED, State.SUPPRESSED), Set.of(), Set.of(), Set.of()),
        with(Set.of(), Set.of("falco"), Set.of(), Set.of()),
        with(Set.of(), Set.of("falco", "trivy", "none"), Set.of(), Set.of()),
        with(Set.of(), Set.of(), Set.of(Severity.LOW), Set.of()),
        with(Set.of(), Set.of(), Set.of(Severity.HIGH, Severity.CRITICAL), Set.of()),
        with(Set.of(), Set.of(), Set.of(), Set.of(Category.COST)),
        with(Set.of(State.OPEN), Set.of("falco"), Set.of(Severity.HIGH), Set.of(Category.SECURITY)),
        about(Set.of("space-a"), Set.of(), Set.of()),
        about(Set.of(""), Set.of(), Set.of()),
        about(Set.of("space-a", "space-b"), Set.of(), Set.of()),
        about(Set.of(), Set.of("Node"), Set.of()),
        about(Set.of(), Set.of(), Set.of("b")),
        about(Set.of(), Set.of("Deployment"), Set.of("b", "c", "d")),
        seen(Optional.of(noon.plusSeconds(700)), Optional.empty()),
        seen(Optional.empty(), Optional.of(noon.plusSeconds(1400))),
        seen(Optional.of(noon.plusSeconds(1)), Optional.of(noon.plusSeconds(1401))));
  }

  private static ObservationQuery with(
      Set<State> states, Set<String> sources, Set<Severity> severities, Set<Category> categories) {
    return new ObservationQuery(
        states,
        sources,
        severities,
        categories,
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100);
  }

  private static ObservationQuery about(
      Set<String> namespaces, Set<String> kinds, Set<String> names) {
    return new ObservationQuery(
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        namespaces,
        kinds,
        names,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100);
  }

  private static ObservationQuery seen(Optional<Instant> since, Optional<Instant> before) {
    return new ObservationQuery(
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        since,
        before,
        Optional.empty(),
        100);
  }
}
