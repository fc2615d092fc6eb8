package dev.picket.store;

import static dev.picket.observation.Holdings.FENCE;
import static dev.picket.observation.Holdings.gone;
import static dev.picket.observation.Holdings.holding;
import static dev.picket.observation.Holdings.object;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Held;
import dev.picket.observation.Holding;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Recorded;
import dev.picket.observation.SourceObject;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Submission;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holdings come to in PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HoldingsTest {

  private static final Recorded CREATED = new Recorded.Created();
  private static final Recorded REPEATED = new Recorded.Repeated();
  private static final Recorded RETRIED = new Recorded.Retried();

  /** Every row with the transaction that made it and the one that locked it. */
  private static final String ROWS =
      """
      select xmin || ' ' || xmax || ' ' || ctid from observation
      union all select xmin || ' ' || xmax || ' ' || ctid from held_finding
      union all select xmin || ' ' || xmax || ' ' || ctid from held_object
      union all select xmin || ' ' || xmax || ' ' || ctid from fence
      union all select xmin || ' ' || xmax || ' ' || ctid from change
      """;

  private final StoreFixture fixture = new StoreFixture();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void empty() {
    fixture.empty();
    fixture.claim(FENCE);
  }

  @AfterAll
  void close() {
    callers.close();
    fixture.close();
  }

  @Test
  void tellingTheSameAgainTouchesNoRowAtAll() {
    hold(holding("b", 1, "web-2"));
    hold(holding("a", 1, "web-0", "web-1", "web-2"));
    String before = fixture.query(ROWS);
    hold(holding("a", 1, "web-0", "web-1", "web-2"));
    hold(holding("b", 1, "web-2"));
    assertThat(fixture.query(ROWS)).isEqualTo(before);
  }

  @Test
  void aRevisionThatSaysNothingNewTouchesOnlyItsObject() {
    hold(holding("a", 1, "web-0", "web-1"));
    String rows = "select xmin || ' ' || xmax from ";
    String observations = fixture.query(rows + "observation");
    String held = fixture.query(rows + "held_finding");
    hold(holding("a", 2, "web-0", "web-1"));
    assertThat(fixture.query(rows + "observation")).isEqualTo(observations);
    assertThat(fixture.query(rows + "held_finding")).isEqualTo(held);
    assertThat(fixture.query("select count(*) from change")).isEqualTo("1");
    assertThat(fixture.query("select revision from held_object")).isEqualTo("2");
  }

  @Test
  void whatPostgresCannotHoldIsRefusedAloneAndWhatItWasBeforeStaysHeld() {
    hold(holding(object("a", 1), List.of(titled("web-0", "good"), titled("web-1", "good")), 1));
    List<Submission> mixed =
        List.of(titled("web-0", "nul \0"), titled("web-1", "better"), titled("web-2", "\0"));
    Held.Done done = (Held.Done) hold(holding(object("a", 2), mixed, 2));
    assertThat(done.findings())
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Recorded.Refused.class),
            second -> assertThat(second).isEqualTo(REPEATED),
            third -> assertThat(third).isInstanceOf(Recorded.Refused.class));
    assertThat(done.resolved()).isZero();
    assertThat(fixture.query("select title from observation order by title"))
        .isEqualTo("better\ngood");
    assertThat(fixture.query("select count(*) from held_finding")).isEqualTo("2");
    assertThat(hold(gone("a", 3))).isEqualTo(new Held.Done(List.of(), 2));
  }

  @Test
  void aRefusedFindingHarmsNoOtherHolding() {
    List<Holding> told = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      told.add(holding("object-" + i, 1, "web-" + i));
    }
    told.set(17, holding(object("poison", 1), List.of(titled("poison", "\0")), 1));
    List<Held> results = fixture.store().hold(told);
    assertThat(results.stream().filter(new Held.Done(List.of(CREATED), 0)::equals)).hasSize(49);
    assertThat(((Held.Done) results.get(17)).findings().getFirst())
        .isInstanceOf(Recorded.Refused.class);
    assertThat(fixture.query("select count(*) from observation")).isEqualTo("49");
    assertThat(fixture.query("select count(*) from held_object")).isEqualTo("50");
  }

  @Test
  void anObjectThatKubernetesWouldNotHaveIsInvalidBeforeItHarmsOthers() {
    SourceObject odd = new SourceObject("a\0", 1, "shop", "report", fixture.now(), 1);
    assertThatThrownBy(() -> hold(holding(odd, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("uid");
    SourceObject longest = new SourceObject("a", 1, "shop", "n".repeat(254), fixture.now(), 1);
    assertThatThrownBy(() -> hold(holding(longest, 1))).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void anObjectMayHaveTenThousandFindings() {
    String[] pods = IntStream.range(0, 10_000).mapToObj(i -> "web-" + i).toArray(String[]::new);
    assertThat(((Held.Done) hold(holding("a", 1, pods))).findings())
        .hasSize(10_000)
        .containsOnly(CREATED);
    assertThat(((Held.Done) hold(holding("a", 1, pods))).findings()).containsOnly(RETRIED);
    assertThat(hold(gone("a", 2))).isEqualTo(new Held.Done(List.of(), 10_000));
    assertThat(fixture.query("select distinct state from observation")).isEqualTo("1");
  }

  @Test
  void whatManyTellAtOnceSharesTransactions() throws Exception {
    long before = fixture.store().gauges().transactions();
    List<Future<Held>> told = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Holding each = holding("object-" + i, 1, "web-" + i, "pod-" + i);
      told.add(callers.submit(() -> hold(each)));
    }
    for (Future<Held> each : told) {
      assertThat(each.get()).isEqualTo(new Held.Done(List.of(CREATED, CREATED), 0));
    }
    assertThat(fixture.store().gauges().transactions() - before).isLessThan(200);
    assertThat(fixture.query("select count(*) from observation")).isEqualTo("800");
  }

  @Test
  void whatHoldsAnObservationVanishesWithIt() {
    hold(holding("a", 1, "web-0"));
    fixture.execute("delete from observation");
    assertThat(fixture.query("select count(*) from held_finding")).isEqualTo("0");
    assertThat(hold(holding("a", 1, "web-0"))).isEqualTo(new Held.Done(List.of(CREATED), 0));
  }

  @Test
  void aDatabaseLostInTheMiddleOfABatchLeavesAllOfItOrNothing() throws Exception {
    StoreSettings direct = TestDatabase.create();
    try (BreakableProxy proxy = BreakableProxy.to(direct);
        StoreFixture away = new StoreFixture(proxy.settings(direct));
        StoreFixture near = new StoreFixture(direct)) {
      near.claim(FENCE);
      near.store().hold(List.of(holding("a", 1, "web-0")));
      Holding next = holding("a", 2, "web-1", "web-2");
      Future<List<Held>> lost;
      try (Connection holder = near.connect()) {
        Locks.hold(holder, Fingerprint.of(shellIn("web-0")));
        lost = callers.submit(() -> away.store().hold(List.of(next)));
        new Locks(near).awaitBlocked(1);
        proxy.breakNow();
        assertThatThrownBy(lost::get).hasCauseInstanceOf(StoreUnavailableException.class);
        holder.rollback();
      }
      assertThat(near.query("select revision from held_object")).isEqualTo("1");
      assertThat(near.query("select count(*) from observation")).isEqualTo("1");
      proxy.mend();
      assertThat(Eventually.get(() -> away.store().hold(List.of(next))))
          .containsExactly(new Held.Done(List.of(CREATED, CREATED), 1));
    }
  }

  private Held hold(Holding holding) {
    return fixture.store().hold(List.of(holding)).getFirst();
  }

  private static Submission titled(String pod, String title) {
    Occurrence shell = shellIn(pod);
    return submission(
        new Occurrence(
            shell.source(),
            shell.category(),
            shell.severity(),
            shell.eventType(),
            shell.rule(),
            title,
            shell.resource(),
            shell.identity(),
            null,
            shell.observedAt(),
            shell.details()));
  }
}
