package dev.picket.store;

import static dev.picket.observation.Holdings.FENCE;
import static dev.picket.observation.Holdings.holding;
import static dev.picket.observation.Holdings.object;
import static dev.picket.observation.Occurrences.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Holding;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How PostgreSQL goes about holdings, when there are some. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HoldingPlansTest {

  private static final String[] SOURCES = keys(10, _ -> "source-3");
  private static final String[] UIDS = keys(10, i -> "uid-" + (4 + 10 * i));

  private final StoreFixture fixture = new StoreFixture();

  HoldingPlansTest() {
    fixture.execute(
        """
        insert into held_object
          (source, uid, hash, namespace, name, created_at, revision, gone_at)
        select 'source-' || n % 10, 'uid-' || n, hashtextextended(n::text, 0), 'shop', 'report',
          '2026-11-22T12:00:00Z', n, case when n % 100 = 0 then timestamptz '2026-11-22T12:00:00Z' end
        from generate_series(1, 20000) as n;
        -- Without the Observations that these would belong to.
        set session_replication_role = replica;
        insert into held_finding (fingerprint, content, source, uid)
        select sha256((n || '/' || f)::bytea), 1, 'source-' || n % 10, 'uid-' || n
        from generate_series(1, 20000) as n, generate_series(1, 5) as f
        """);
    fixture.execute("vacuum analyze held_object, held_finding");
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void whatObjectsHoldIsLookedUp() throws SQLException {
    assertThat(fixture.explain(HoldStatements.OBJECTS, List.of(SOURCES, UIDS)))
        .contains("held_object_pkey")
        .doesNotContain("Seq Scan");
    assertThat(fixture.explain(HoldStatements.HELD, List.of(SOURCES, UIDS)))
        .contains("held_finding_object")
        .doesNotContain("Seq Scan");
  }

  @Test
  void aStretchOfTheHashSpaceIsLookedUp() throws SQLException {
    long partition = 1L << 54;
    assertThat(
            fixture.explain(ObjectQueries.HELD_IN, List.of("source-3", 0L, partition - 1, "", 500)))
        .contains("held_object_hash")
        .doesNotContain("Seq Scan");
  }

  @Test
  void objectsThatAreGoneAreLookedUp() throws SQLException {
    assertThat(fixture.explain(Garbage.FORGET_OBJECTS, List.of(NOON, 1000L)))
        .contains("held_object_gone")
        .doesNotContain("Seq Scan on held_object");
  }

  @Test
  void aRevisionThatSaysNothingNewLeavesTheIndexesAlone() throws Exception {
    fixture.claim(FENCE);
    String updates =
        "select n_tup_upd >= 980 and n_tup_hot_upd > n_tup_upd * 0.9 from pg_stat_user_tables"
            + " where relname = 'held_object'";
    for (long revision = 1; revision <= 50; revision++) {
      long current = revision;
      List<Holding> told =
          IntStream.range(0, 20).mapToObj(i -> holding(object("new-" + i, current), 1)).toList();
      fixture.store().hold(told);
    }
    // A writer tells its statistics now and then, at the end of a transaction.
    AtomicLong next = new AtomicLong(51);
    Eventually.isTrue(() -> {
      fixture.store().hold(List.of(holding("new-0", next.getAndIncrement())));
      return fixture.query(updates).equals("t");
    });
  }

  private static String[] keys(int count, IntFunction<String> key) {
    return IntStream.range(0, count).mapToObj(key).toArray(String[]::new);
  }
}
