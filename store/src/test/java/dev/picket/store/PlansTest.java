package dev.picket.store;

import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.ObservationQuery;
import dev.picket.observation.Severity;
import dev.picket.observation.State;
import dev.picket.observation.Submission;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How PostgreSQL goes about its work, on a table of some size. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlansTest {

  private static final Set<State> OPEN = Set.of(State.OPEN);

  private final StoreFixture fixture = new StoreFixture();

  PlansTest() {
    fixture.execute(
        """
        insert into observation (
          fingerprint, count, first_seen, last_seen, state_since, time_to_live, seen_slot,
          expiry_slot, category, severity, state, source, event_type, rule, title, api_version,
          kind, namespace, name, details)
        select
          sha256(n::text::bytea), 1, seen, seen, seen, '30 days',
          extract(epoch from seen)::bigint / 10, extract(epoch from seen)::bigint / 10 + 259200,
          n % 5, case when n % 400 = 0 then 4 else n % 4 end, (n % 10 = 0)::int,
          case when n % 400 = 1 then 'rare' else 'common' end, 'event', 'rule',
          'A title of some length ' || n, 'v1', 'Pod', 'namespace-' || n % 300, 'pod-' || n,
          json_build_object('n', n)
        from generate_series(1, 50000) as n,
          lateral (select '2026-11-22T12:00:00Z'::timestamptz - n * interval '2 s' as seen)
        order by sha256(n::text::bytea)
        """);
    fixture.execute("vacuum analyze observation");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void listsComeOutOfAnIndexNearlyInOrder() throws SQLException {
    assertThat(plan(query(Set.of(), Set.of(), Set.of(), Set.of())))
        .contains("observation_seen", "Incremental Sort");
    assertThat(plan(query(OPEN, Set.of(), Set.of(), Set.of())))
        .contains("Index Scan Backward", "Incremental Sort");
    assertThat(plan(query(Set.of(), Set.of("rare"), Set.of(), Set.of())))
        .contains("observation_source_seen");
    assertThat(plan(query(Set.of(), Set.of(), Set.of(Severity.CRITICAL), Set.of())))
        .contains("Index Scan");
    assertThat(plan(query(OPEN, Set.of(), Set.of(), Set.of("namespace-9"))))
        .contains("observation_namespace_seen");
    assertThat(plan(query(OPEN, Set.of(), Set.of(Severity.HIGH, Severity.CRITICAL), Set.of())))
        .contains("Index Scan Backward", "Incremental Sort");
  }

  @Test
  void aLaterPageStartsWhereItShould() throws SQLException {
    Instant middle = NOON.minusSeconds(2 * 25_000);
    ObservationQuery later =
        query(
            OPEN, Optional.of(new ObservationQuery.Position(middle, Fingerprint.of(shellIn("a")))));
    assertThat(plan(later)).contains("Index Cond: ", "seen_slot <= ", "Incremental Sort");
  }

  @Test
  void aNameIsLookedUp() throws SQLException {
    ObservationQuery named =
        new ObservationQuery(
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of("Pod"),
            Set.of("pod-17"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            100);
    assertThat(plan(named)).contains("observation_name");
  }

  @Test
  void countsAndTheTimelineNeedOnlyAnIndex() throws SQLException {
    assertThat(explain(ObservationQueries.COUNT, List.of()))
        .contains("Index Only Scan using observation_summary");
    assertThat(
            explain(
                ObservationQueries.TIMELINE,
                List.of(60_000_000L, NOON, NOON.minusSeconds(3600), NOON)))
        .contains("Index Only Scan using observation_timeline");
  }

  @Test
  void garbageIsFoundByItsIndex() throws SQLException {
    assertThat(explain(Garbage.REMOVE_EXPIRED, List.of(Micros.slot(Micros.of(NOON)), NOON, 1000L)))
        .contains("observation_expiry", "observation_pkey")
        .doesNotContain("Seq Scan on observation");
  }

  @Test
  void repeatsLeaveTheIndexesAlone() throws Exception {
    try (StoreFixture fresh = new StoreFixture()) {
      List<Submission> shells =
          IntStream.range(0, 500).mapToObj(pod -> submission(shellIn("web-" + pod))).toList();
      for (int i = 0; i < 21; i++) {
        fresh.store().record(shells);
      }
      String updates =
          "select n_tup_upd >= 10000 from pg_stat_user_tables where relname = 'observation'";
      // A writer tells its statistics now and then, at the end of a transaction.
      Eventually.isTrue(() -> {
        fresh.store().record(shells.subList(0, 1));
        return fresh.query(updates).equals("t");
      });
      assertThat(
              Double.parseDouble(
                  fresh.query(
                      "select n_tup_hot_upd::float / n_tup_upd from pg_stat_user_tables"
                          + " where relname = 'observation'")))
          .isGreaterThan(0.8);
    }
  }

  private String plan(ObservationQuery query) throws SQLException {
    ListStatement statement = new ListStatement(query);
    String plan = explain(statement.sql(), statement.parameters());
    assertThat(plan).doesNotContain("Seq Scan");
    return plan;
  }

  private String explain(String sql, List<?> parameters) throws SQLException {
    return fixture.explain(sql, parameters);
  }

  private static ObservationQuery query(
      Set<State> states, Optional<ObservationQuery.Position> after) {
    return new ObservationQuery(
        states,
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        after,
        100);
  }

  private static ObservationQuery query(
      Set<State> states, Set<String> sources, Set<Severity> severities, Set<String> namespaces) {
    return new ObservationQuery(
        states,
        sources,
        severities,
        Set.of(),
        namespaces,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100);
  }
}
