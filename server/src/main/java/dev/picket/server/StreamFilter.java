package dev.picket.server;

import dev.picket.observation.Observation;
import dev.picket.observation.ObservationQuery;
import java.util.Optional;
import java.util.Set;

/**
 * What one event stream is told of a changed Observation: all of it when it meets the restrictions;
 * that it is gone when it may have met them before and does not now; nothing when it never can have
 * met them.
 */
final class StreamFilter {

  private final ObservationQuery query;
  private final ObservationQuery lasting;

  StreamFilter(ObservationQuery query) {
    this.query = query;
    this.lasting = withoutWhatChanges(query);
  }

  /** What to tell. */
  enum Verdict {
    SHOW,
    REMOVE,
    IGNORE
  }

  Verdict judge(Observation observation) {
    if (query.matches(observation)) {
      return Verdict.SHOW;
    }
    boolean wasNeverAsBad =
        !query.severities().isEmpty()
            && query.severities().stream()
                .allMatch(severity -> severity.compareTo(observation.severity()) > 0);
    return wasNeverAsBad || !lasting.matches(observation) ? Verdict.IGNORE : Verdict.REMOVE;
  }

  /** State and lastSeen move, and severity rises; the rest of an Observation is its identity. */
  private static ObservationQuery withoutWhatChanges(ObservationQuery query) {
    return new ObservationQuery(
        Set.of(),
        query.sources(),
        Set.of(),
        query.categories(),
        query.namespaces(),
        query.kinds(),
        query.names(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        query.limit());
  }
}
