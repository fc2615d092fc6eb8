package dev.picket.store;

import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.Recorded;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Submission;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {

  private final StoreSettings settings = TestDatabase.narrow(10);
  private final StoreFixture fixture = new StoreFixture(settings);
  private final Locks locks = new Locks(fixture);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    callers.close();
    fixture.close();
  }

  @Test
  void whatWaitsIsCommittedTogetherAndWhatDoesNotFitIsTurnedAway() throws Exception {
    Submission shell = submission(shellIn("web-0"));
    fixture.store().record(List.of(shell));
    List<Future<List<Recorded>>> waiting = new ArrayList<>();
    try (Connection holder = fixture.connect()) {
      Locks.hold(holder, shell.fingerprint());
      waiting.add(callers.submit(() -> fixture.store().record(List.of(shell))));
      locks.awaitBlocked(1);
      for (int i = 0; i < 10; i++) {
        waiting.add(callers.submit(() -> fixture.store().record(List.of(shell))));
      }
      Eventually.isTrue(() -> fixture.store().gauges().queuedSubmissions() == 10);
      assertThatThrownBy(() -> fixture.store().record(List.of(shell)))
          .isInstanceOf(StoreUnavailableException.class);
      holder.rollback();
    }
    for (Future<List<Recorded>> each : waiting) {
      assertThat(each.get()).containsExactly(new Recorded.Repeated());
    }
    assertThat(fixture.store().find(shell.fingerprint()).orElseThrow().count()).isEqualTo(12);
    StoreGauges gauges = fixture.store().gauges();
    assertThat(gauges.transactions()).isEqualTo(3);
    assertThat(gauges.committedSubmissions()).isEqualTo(12);
    assertThat(gauges.calls()).isEqualTo(12);
    assertThat(gauges.queuedBytes()).isZero();
  }

  @Test
  void closingFinishesWhatWaitsAndTakesNoMore() throws Exception {
    Submission shell = submission(shellIn("web-0"));
    fixture.store().record(List.of(shell));
    Future<List<Recorded>> first;
    Future<List<Recorded>> second;
    Future<?> closed;
    try (Connection holder = fixture.connect()) {
      Locks.hold(holder, shell.fingerprint());
      first = callers.submit(() -> fixture.store().record(List.of(shell)));
      locks.awaitBlocked(1);
      second = callers.submit(() -> fixture.store().record(List.of(shell)));
      Eventually.isTrue(() -> fixture.store().gauges().queuedSubmissions() == 1);
      closed = callers.submit(fixture::close);
      Eventually.isTrue(() -> !fixture.readiness().ready());
      holder.rollback();
    }
    assertThat(first.get()).containsExactly(new Recorded.Repeated());
    assertThat(second.get()).containsExactly(new Recorded.Repeated());
    closed.get();
    assertThatThrownBy(() -> fixture.store().record(List.of(shell)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.query("select count from observation")).isEqualTo("3");
  }

  @Test
  void aBatchThatLosesADeadlockIsWrittenAllTheSame() throws Exception {
    List<Submission> two =
        IntStream.range(0, 2)
            .mapToObj(pod -> submission(shellIn("web-" + pod)))
            .sorted(Comparator.comparing(Submission::fingerprint))
            .toList();
    fixture.store().record(two);
    Future<List<Recorded>> batch;
    try (Connection holder = fixture.connect();
        Statement statement = holder.createStatement()) {
      statement.execute("set deadlock_timeout = '30s'");
      Locks.hold(holder, two.getLast().fingerprint());
      batch = callers.submit(() -> fixture.store().record(two));
      locks.awaitBlocked(1);
      Locks.hold(holder, two.getFirst().fingerprint());
      holder.rollback();
    }
    assertThat(batch.get()).containsOnly(new Recorded.Repeated());
    assertThat(fixture.query("select count from observation")).isEqualTo("2\n2");
    assertThat(fixture.store().gauges().retriedTransactions()).isPositive();
  }

  @Test
  void twoReplicasCountExactlyWhateverTheOrderTheyWriteIn() throws Exception {
    try (StoreFixture replica = new StoreFixture(settings)) {
      List<StoreFixture> replicas = List.of(fixture, replica);
      List<Submission> hundred =
          IntStream.range(0, 100).mapToObj(pod -> submission(shellIn("web-" + pod))).toList();
      List<Future<Long>> created = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        StoreFixture one = replicas.get(caller % 2);
        List<Submission> turned = new ArrayList<>(hundred);
        Collections.rotate(turned, caller * 13);
        created.add(callers.submit(() -> createdBy(one, turned)));
      }
      long sum = 0;
      for (Future<Long> each : created) {
        sum += each.get();
      }
      assertThat(sum).isEqualTo(100);
      assertThat(fixture.query("select distinct count from observation")).isEqualTo("160");
    }
  }

  private static long createdBy(StoreFixture replica, List<Submission> submissions)
      throws Exception {
    long created = 0;
    for (int round = 0; round < 20; round++) {
      created +=
          Eventually.get(() -> replica.store().record(submissions)).stream()
              .filter(Recorded.Created.class::isInstance)
              .count();
    }
    return created;
  }
}
