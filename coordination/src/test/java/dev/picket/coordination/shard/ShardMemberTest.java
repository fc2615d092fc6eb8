package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.Told;
import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.InMemoryLeaseStore;
import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members on threads of their own and the machine's clocks. */
final class ShardMemberTest {

  private static final int PARTITIONS = 16;
  private static final LeaseTiming TIMING =
      new LeaseTiming(Duration.ofMillis(3_000), Duration.ofMillis(2_500), Duration.ofMillis(200));
  private static final PartitionSet ALL = PartitionSet.all(PARTITIONS);
  private static final PartitionSet NONE = PartitionSet.none(PARTITIONS);

  private final AtomicLong revisions = new AtomicLong();
  private final InMemoryLeaseStore leases = new InMemoryLeaseStore(revisions);
  private final InMemoryShardMapStore maps = new InMemoryShardMapStore(revisions);
  private final ShardStores stores = new ShardStores(leases, maps, new RememberedFences());
  private final Told<String> halted = new Told<>();
  private final Running a = new Running("a");
  private final Running b = new Running("b");

  /** A member and what it tells; every event is followed by what is open then. */
  private final class Running {

    final Told<ShardEvent> told = new Told<>();
    final Told<PartitionSet> open = new Told<>();
    final ShardMember member;

    Running(String name) {
      ShardSettings settings =
          new ShardSettings(
              "group", Pool.UID, PARTITIONS, TIMING, name, "", Duration.ofMillis(300));
      Clocks clocks = new Clocks(Ticker.system(), InstantSource.system());
      member = new ShardMember(settings, stores, clocks, new Random(1), halted);
      member.subscribe(this::on);
    }

    private void on(ShardEvent event) {
      told.accept(event);
      if (event instanceof ShardEvent.Prepare prepare) {
        prepare.warm().run();
      }
      open.accept(member.open());
    }

    Running started() {
      member.start();
      return this;
    }

    void awaitOpen(PartitionSet wanted) {
      awaitOpen(wanted::equals);
    }

    void awaitOpen(Predicate<PartitionSet> wanted) {
      open.awaitAll(_ -> wanted.test(member.open()));
    }
  }

  @AfterEach
  void close() {
    a.member.close();
    b.member.close();
  }

  @Test
  void aSingleMemberGetsEverythingAndItsPermitsCarryTokens() {
    a.started().awaitOpen(ALL);
    try (Permit permit = Objects.requireNonNull(a.member.tryEnter("some-uid"))) {
      assertThat(permit.token().group()).isEqualTo("group");
      assertThat(permit.token().pool()).isEqualTo("uid");
      assertThat(permit.token().partition()).isEqualTo(Pool.UID.partition("some-uid", PARTITIONS));
      assertThat(permit.token().epoch()).isPositive();
    }
    assertThat(a.member.isCurrentFor("some-uid")).isTrue();
  }

  @Test
  void twoMembersShareAndTheOneThatStaysTakesEverythingBack() {
    a.started().awaitOpen(ALL);
    b.started().awaitOpen(open -> open.count() == PARTITIONS / 2);
    a.awaitOpen(open -> open.count() == PARTITIONS / 2);
    assertThat(a.member.open().and(b.member.open()).isEmpty()).isTrue();
    assertThat(a.member.open().plus(b.member.open())).isEqualTo(ALL);
    a.member.close();
    b.awaitOpen(ALL);
    assertThat(a.member.open()).isEqualTo(NONE);
    assertThat(a.member.tryEnter("some-uid")).isNull();
    assertThat(halted.soFar()).isEmpty();
  }

  @Test
  void eventsComeInTheOrderOfOwnership() {
    a.started().awaitOpen(ALL);
    b.started().awaitOpen(open -> open.count() == PARTITIONS / 2);
    a.told.await(ShardEvent.Lost.class::isInstance);
    List<ShardEvent> all = a.told.soFar();
    assertThat(all.subList(0, 2))
        .satisfies(
            first -> assertThat(first.getFirst()).isInstanceOf(ShardEvent.Prepare.class),
            first -> assertThat(first.getLast()).isEqualTo(new ShardEvent.Acquired(ALL)));
    PartitionSet given = all.getLast().partitions();
    assertThat(all.subList(2, all.size()))
        .containsExactly(
            new ShardEvent.Draining(given),
            new ShardEvent.Lost(given, ShardEvent.Cause.HANDED_OVER));
  }

  @Test
  void whoSubscribesLateIsToldWhatIsOpen() {
    a.started().awaitOpen(ALL);
    Told<ShardEvent> late = new Told<>();
    a.member.subscribe(late::accept);
    late.awaitAll(all -> all.size() == 2);
    assertThat(late.soFar().getFirst())
        .isInstanceOfSatisfying(
            ShardEvent.Prepare.class, prepare -> assertThat(prepare.partitions()).isEqualTo(ALL));
    assertThat(late.soFar().getLast()).isEqualTo(new ShardEvent.Acquired(ALL));
  }

  @Test
  void aListenerThatThrowsHoldsNobodyUp() {
    a.member.subscribe(event -> {
      if (event instanceof ShardEvent.Prepare prepare) {
        prepare.warm().run();
      }
      throw new IllegalStateException("a bug in " + event);
    });
    a.started().awaitOpen(ALL);
  }

  @Test
  void aDrainedMemberOwnsNothingUntilThatIsTakenBack() {
    a.started().awaitOpen(ALL);
    b.started().awaitOpen(open -> open.count() == PARTITIONS / 2);
    assertThat(b.member.drain("a", true)).hasValueSatisfying(id -> assertThat(id).startsWith("a-"));
    b.awaitOpen(ALL);
    assertThat(a.member.open()).isEqualTo(NONE);
    assertThat(statuses(b)).containsExactly(Status.DRAINED, Status.ACTIVE);
    assertThat(b.member.drain("a", false)).isPresent();
    a.awaitOpen(open -> open.count() == PARTITIONS / 2);
    assertThat(b.member.drain("nobody", true)).isEmpty();
  }

  @Test
  void theViewTellsWhoCoordinatesAndWhatTheMapIs() {
    a.started().awaitOpen(ALL);
    GroupView view = a.member.view();
    assertThat(view.coordinator()).isEqualTo(view.self()).startsWith("a-");
    assertThat(view.open()).isEqualTo(ALL);
    assertThat(view.problem()).isEmpty();
    assertThat(view.revision()).isPositive();
    assertThat(Objects.requireNonNull(view.map()).entries())
        .allMatch(
            entry -> entry instanceof Ownership.Owned owned && owned.owner().equals(view.self()));
  }

  @Test
  void aPermitThatStaysOutBeyondTheDrainLimitHaltsTheProcess() {
    a.started().awaitOpen(ALL);
    Permit stuck = Objects.requireNonNull(a.member.tryEnter("some-uid"));
    int partition = stuck.token().partition();
    b.started();
    assertThat(b.member.drain("a", true)).isPresent();
    assertThat(halted.await(_ -> true))
        .isEqualTo(
            "partition %d could not be handed over within PT0.3S: work on it is still in flight"
                .formatted(partition));
    b.awaitOpen(open -> open.count() == PARTITIONS - 1);
    assertThat(b.member.open().contains(partition)).isFalse();
    stuck.close();
    b.awaitOpen(ALL);
  }

  @Test
  void aDeletedLeaseEndsTheIncarnationAndTheNextOneOwnsAgain() {
    a.started().awaitOpen(ALL);
    String first = a.member.view().self();
    leases.read("group-" + first).ifPresent(leases::delete);
    a.told.await(event ->
        event instanceof ShardEvent.Lost lost && lost.cause() == ShardEvent.Cause.LEASE_LOST);
    a.awaitOpen(ALL);
    assertThat(a.member.view().self()).isNotEqualTo(first).startsWith("a-");
  }

  @Test
  void itMayBeClosedTwiceOrWithoutHavingStarted() {
    b.member.close();
    b.member.close();
    a.started().awaitOpen(ALL);
    a.member.close();
    a.member.close();
    assertThat(leases.list("group")).allMatch(lease -> lease.isVacant());
  }

  private List<Status> statuses(Running running) {
    return running.member.view().members().stream().map(GroupView.Member::status).toList();
  }
}
