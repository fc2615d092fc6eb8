package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import dev.picket.observation.State;
import dev.picket.observation.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Carries out people's decisions. Safe for use by many threads. */
final class Transitions {

  private static final int OPEN = Codes.of(State.OPEN);
  private static final int RESOLVED = Codes.of(State.RESOLVED);
  private static final int SUPPRESSED = Codes.of(State.SUPPRESSED);

  private static final String SET_STATE =
      """
      with moved as (
        update observation set
          state = ?,
          state_since = case when state = ? then state_since else ? end,
          %s
        where fingerprint = ?
        returning *
      ), noted as (
        insert into change (fingerprints) select array[fingerprint] from moved
      )
      select %s from moved
      """;

  private static final String PLAIN =
      SET_STATE.formatted(
          "suppression_reason = null, suppressed_until = null", ObservationRows.COLUMNS);

  private static final String SUPPRESS =
      SET_STATE.formatted("suppression_reason = ?, suppressed_until = ?", ObservationRows.COLUMNS);

  private final Database database;

  Transitions(Database database) {
    this.database = database;
  }

  Optional<Observation> apply(Fingerprint fingerprint, Transition transition, Instant at) {
    return switch (transition) {
      case Transition.Suppress(String reason, Instant until) ->
          run(SUPPRESS, List.of(SUPPRESSED, SUPPRESSED, at, reason, until, fingerprint));
      case Transition.Resolve() -> run(PLAIN, List.of(RESOLVED, RESOLVED, at, fingerprint));
      case Transition.Reopen() -> run(PLAIN, List.of(OPEN, OPEN, at, fingerprint));
    };
  }

  private Optional<Observation> run(String sql, List<Object> parameters) {
    return database.query(sql, parameters, ObservationRows::all).stream().findFirst();
  }
}
