package dev.picket.store;

import static dev.picket.observation.Holdings.FENCE;
import static dev.picket.observation.Holdings.holding;
import static dev.picket.observation.Holdings.with;
import static dev.picket.observation.Occurrences.shellIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.FencingToken;
import dev.picket.observation.Fence;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Held;
import dev.picket.observation.Holding;
import dev.picket.observation.Recorded;
import dev.picket.runtime.Readiness;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims and writes of one partition, in every order. */
final class FencingTest {

  private static final Fence NEXT = new Fence(FENCE.group(), FENCE.pool(), FENCE.partition(), 4);

  private final StoreSettings settings = TestDatabase.narrow(1000);
  private final StoreFixture fixture = new StoreFixture(settings);
  private final Locks locks = new Locks(fixture);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void ownThePartition() {
    fixture.claim(FENCE);
  }

  @AfterEach
  void close() {
    callers.close();
    fixture.close();
  }

  @Test
  void aClaimWaitsForTheWriteUnderWayAndNothingOlderIsCommittedAfterIt() throws Exception {
    hold(holding("a", 1, "web-0"));
    Future<Held> write;
    Future<?> claim;
    try (Connection holder = fixture.connect()) {
      Locks.hold(holder, fingerprint("web-0"));
      write = callers.submit(() -> hold(holding("a", 2, "web-1")));
      locks.awaitBlocked(1);
      claim = callers.submit(() -> fixture.claim(NEXT));
      locks.awaitBlocked(2);
      assertThat(fixture.query("select epoch from fence")).isEqualTo("3");
      holder.rollback();
    }
    claim.get();
    // The claim was granted, so what it waited for is there to be seen.
    assertThat(fixture.query("select revision from held_object")).isEqualTo("2");
    assertThat(write.get()).isInstanceOf(Held.Done.class);
    assertThat(hold(holding("a", 3))).isEqualTo(new Held.Fenced(4));
    assertThat(fixture.query("select revision from held_object")).isEqualTo("2");
  }

  @Test
  void aWriteThatMeetsAClaimUnderWayIsFencedByIt() throws Exception {
    assertThat(writeThatMeetsAClaim(Connection::commit)).isEqualTo(new Held.Fenced(4));
    assertThat(fixture.query("select count(*) from observation")).isEqualTo("0");
    assertThat(fixture.query("select count(*) from held_object")).isEqualTo("0");
  }

  @Test
  void aWriteThatMeetsAClaimThatIsUndoneIsWritten() throws Exception {
    assertThat(writeThatMeetsAClaim(Connection::rollback))
        .isEqualTo(new Held.Done(List.of(new Recorded.Created()), 0));
  }

  /** How a transaction ends. */
  @FunctionalInterface
  private interface End {
    void of(Connection connection) throws SQLException;
  }

  private Held writeThatMeetsAClaim(End end) throws Exception {
    try (Connection claimant = fixture.connect();
        Statement statement = claimant.createStatement()) {
      claimant.setAutoCommit(false);
      statement.execute("update fence set epoch = 4");
      Future<Held> write = callers.submit(() -> hold(holding("a", 1, "web-0")));
      locks.awaitBlocked(1);
      end.of(claimant);
      return write.get();
    }
  }

  @Test
  void inOneTransactionWhatIsStaleFailsAlone() throws Exception {
    hold(holding("a", 1, "web-0"));
    long before = fixture.store().gauges().transactions();
    List<Future<Held>> writes = new ArrayList<>();
    try (Connection holder = fixture.connect()) {
      Locks.hold(holder, fingerprint("web-0"));
      writes.add(callers.submit(() -> hold(holding("a", 2, "web-1"))));
      locks.awaitBlocked(1);
      for (int i = 0; i < 20; i++) {
        int pod = i;
        Fence fence = new Fence(FENCE.group(), FENCE.pool(), FENCE.partition(), i % 2 + 2);
        Holding told = with(fence, holding("object-" + i, 1, "pod-" + pod));
        writes.add(callers.submit(() -> hold(told)));
      }
      Eventually.isTrue(() -> fixture.store().gauges().queuedSubmissions() == 40);
      holder.rollback();
    }
    int fenced = 0;
    for (Future<Held> each : writes) {
      fenced += each.get().equals(new Held.Fenced(3)) ? 1 : 0;
    }
    assertThat(fenced).isEqualTo(10);
    assertThat(fixture.query("select count(*) from observation")).isEqualTo("12");
    assertThat(fixture.store().gauges().transactions()).isEqualTo(before + 2);
    assertThat(fixture.store().gauges().fencedHoldings()).isEqualTo(10);
    assertThat(fixture.store().gauges().writtenHoldings()).isEqualTo(12);
  }

  @Test
  void aClaimDoesNotQueueBehindTheWrites() throws Exception {
    hold(holding("a", 1, "web-0"));
    Fence elsewhere = new Fence(FENCE.group(), FENCE.pool(), 8, 1);
    try (Connection holder = fixture.connect()) {
      Locks.hold(holder, fingerprint("web-0"));
      Future<Held> write = callers.submit(() -> hold(holding("a", 2)));
      locks.awaitBlocked(1);
      fixture.claim(elsewhere);
      assertThat(write.isDone()).isFalse();
      holder.rollback();
    }
  }

  /** As of a process that was stopped: the one that takes over does not wait until it goes on. */
  @Test
  void aClaimDoesNotWaitForATransactionThatStandsStill() throws Exception {
    Readiness.Handle readiness = new Readiness().register("database");
    try (Database database = new Database(settings, new Availability(readiness));
        Connection stopped = database.writer();
        Statement statement = stopped.createStatement()) {
      statement.execute("select epoch from fence for share");
      callers.submit(() -> fixture.claim(NEXT)).get();
      assertThat(fixture.query("select epoch from fence")).isEqualTo("4");
      assertThatThrownBy(stopped::commit).hasMessageContaining("idle-in-transaction timeout");
    }
  }

  @Test
  void aDatabaseThatIsAwayIsUnreachable() throws Exception {
    StoreSettings direct = TestDatabase.create();
    FencingToken token = new FencingToken("group", "uids", 1, 1);
    try (BreakableProxy proxy = BreakableProxy.to(direct);
        StoreFixture away = new StoreFixture(proxy.settings(direct))) {
      proxy.breakNow();
      assertThatThrownBy(() -> away.store().claim("a", List.of(token)))
          .isInstanceOf(UnreachableException.class);
      assertThatThrownBy(() -> away.store().floors("group", "uids"))
          .isInstanceOf(UnreachableException.class);
    }
  }

  private Held hold(Holding holding) {
    return fixture.store().hold(List.of(holding)).getFirst();
  }

  private static Fingerprint fingerprint(String pod) {
    return Fingerprint.of(shellIn(pod));
  }
}
