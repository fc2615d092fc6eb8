package dev.picket.sources.informer;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import dev.picket.observation.ObservationPage;
import dev.picket.observation.ObservationQuery;
import dev.picket.observation.ObservationStore;
import dev.picket.observation.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a store has, all of it. */
final class Stored {

  private Stored() {}

  static Set<Fingerprint> open(ObservationStore store) {
    return all(store).stream()
        .filter(each -> each.state() == State.OPEN)
        .map(Observation::fingerprint)
        .collect(Collectors.toUnmodifiableSet());
  }

  static Map<Fingerprint, Long> counts(ObservationStore store) {
    return all(store).stream()
        .collect(Collectors.toUnmodifiableMap(Observation::fingerprint, Observation::count));
  }

  private static List<Observation> all(ObservationStore store) {
    List<Observation> all = new ArrayList<>();
    Optional<ObservationQuery.Position> after = Optional.empty();
    do {
      ObservationPage page = store.list(pageAfter(after));
      all.addAll(page.items());
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private static ObservationQuery pageAfter(Optional<ObservationQuery.Position> after) {
    return new ObservationQuery(
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        after,
        ObservationQuery.LIMIT_MAX);
  }
}
