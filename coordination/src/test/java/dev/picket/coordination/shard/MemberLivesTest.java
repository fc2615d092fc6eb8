package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.lease.InMemoryLeaseStore;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.coordination.loop.ManualLoop;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How lives of members begin and end, step by step in virtual time. */
final class MemberLivesTest {

  private static final int PARTITIONS = 4;
  private static final LeaseTiming TIMING = LeaseTiming.FAST;
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  private final ManualLoop loop = new ManualLoop();
  private final AtomicLong revisions = new AtomicLong(100);
  private final InMemoryLeaseStore leases = new InMemoryLeaseStore(revisions);
  private final InMemoryShardMapStore maps = new InMemoryShardMapStore(revisions);
  private final List<String> ends = new ArrayList<>();

  @Test
  void whereNothingWasEverClaimedTheFirstMemberOwnsEverythingAtOnce() {
    SimulatedMember a = started("a", new RememberedFences());
    loop.runDue();
    assertThat(a.shards().open()).isEqualTo(PartitionSet.all(PARTITIONS));
  }

  @Test
  void whereNoSinkTellsTheFirstMapWaitsForThoseWhoMayOwnByAnother() {
    SimulatedMember a = started("a");
    loop.advance(TIMING.duration().minusMillis(1));
    assertThat(a.shards().open().isEmpty()).isTrue();
    loop.advance(TIMING.retryPeriod());
    assertThat(a.shards().open()).isEqualTo(PartitionSet.all(PARTITIONS));
  }

  @Test
  void whoeverLosesItsLeaseWhileItLeavesHasLeft() {
    SimulatedMember a = settled("a");
    SimulatedMember b = started("b");
    loop.advance(A_WHILE);
    // Its permit keeps it from handing over.
    Permit permit = Objects.requireNonNull(a.shards().tryEnter(keyOf(a)));
    a.leave(() -> ends.add("a has left"));
    loop.advance(Duration.ofSeconds(2));
    assertThat(ends).isEmpty();
    leases.delete(leaseOf("a"));
    loop.advance(Duration.ofSeconds(2));
    assertThat(ends).containsExactly("a has left");
    assertThat(a.shards().open().isEmpty()).isTrue();
    permit.close();
    loop.advance(A_WHILE);
    assertThat(b.shards().open()).isEqualTo(PartitionSet.all(PARTITIONS));
  }

  @Test
  void whoeverLeavesBetweenTwoLivesHasLeftAtOnce() {
    SimulatedMember a = settled("a");
    leases.delete(leaseOf("a"));
    // The loss is noticed at the next renewal, and the next life begins a moment later.
    for (int i = 0; i < 1_000 && !a.shards().open().isEmpty(); i++) {
      loop.advance(Duration.ofMillis(1));
    }
    assertThat(a.shards().open().isEmpty()).isTrue();
    a.leave(() -> ends.add("a has left"));
    loop.runDue();
    assertThat(ends).containsExactly("a has left");
    loop.advance(A_WHILE);
    assertThat(leases.list("group")).noneMatch(lease -> lease.holder().startsWith("a"));
  }

  @Test
  void theLastOneToLeaveLeavesNoHolderBehind() {
    SimulatedMember a = settled("a");
    a.leave(() -> ends.add("a has left"));
    loop.advance(Duration.ofSeconds(1));
    assertThat(ends).containsExactly("a has left");
    assertThat(leases.list("group")).isNotEmpty().allMatch(Lease::isVacant);
  }

  @Test
  void epochsNeverGoBackThoughTheMapIsDeletedAndNoSinkKeepsFloors() {
    settled("a");
    SimulatedMember b = started("b");
    loop.advance(A_WHILE);
    for (int i = 0; i < 5; i++) {
      b.shards().drain("a", true);
      loop.advance(Duration.ofSeconds(3));
      b.shards().drain("a", false);
      loop.advance(Duration.ofSeconds(3));
    }
    List<Long> before = epochs();
    maps.delete("group");
    loop.advance(A_WHILE);
    List<Long> after = epochs();
    for (int i = 0; i < PARTITIONS; i++) {
      assertThat(after.get(i)).isGreaterThan(before.get(i));
    }
  }

  @Test
  void aMemberThatIsCutOffShutsItsGateInTimeAndOpensItAgainInTheSameEpoch() {
    SimulatedMember a = settled("a");
    List<Long> before = epochs();
    loop.cutOff(true);
    loop.advance(Duration.ofSeconds(3));
    assertThat(a.shards().open().isEmpty()).isTrue();
    loop.cutOff(false);
    loop.advance(Duration.ofSeconds(2));
    assertThat(a.shards().open()).isEqualTo(PartitionSet.all(PARTITIONS));
    assertThat(epochs()).isEqualTo(before);
  }

  @Test
  void aMapThatSomebodyWroteOverIsMadeAnew() {
    SimulatedMember a = settled("a");
    maps.scribble("group", "no map");
    loop.advance(A_WHILE);
    assertThat(maps.read("group")).isInstanceOf(Stored.Found.class);
    assertThat(a.shards().open()).isEqualTo(PartitionSet.all(PARTITIONS));
  }

  @Test
  void whoSubscribesWhileOthersWarmUpIsToldWhatComesBeforeItOpens() {
    SimulatedMember a = started("a", new RememberedFences());
    List<ShardEvent> early = new ArrayList<>();
    List<ShardEvent> late = new ArrayList<>();
    a.shards().subscribe(early::add);
    loop.runDue();
    a.shards().subscribe(late::add);
    loop.runDue();
    assertThat(early).hasSize(1);
    ((ShardEvent.Prepare) early.getFirst()).warm().run();
    loop.runDue();
    assertThat(late.getFirst()).isInstanceOf(ShardEvent.Prepare.class);
    assertThat(late.getFirst().partitions()).isEqualTo(PartitionSet.all(PARTITIONS));
    assertThat(late.subList(1, late.size()))
        .containsExactly(new ShardEvent.Acquired(PartitionSet.all(PARTITIONS)));
  }

  private SimulatedMember settled(String name) {
    SimulatedMember member = started(name);
    loop.advance(A_WHILE);
    assertThat(member.shards().open()).isEqualTo(PartitionSet.all(PARTITIONS));
    return member;
  }

  private SimulatedMember started(String name) {
    return started(name, FenceStore.none());
  }

  private SimulatedMember started(String name, FenceStore fences) {
    SimulatedMember member =
        new SimulatedMember(
            new ShardSettings(
                "group", Pool.UID, PARTITIONS, TIMING, name, "", Duration.ofSeconds(30)),
            new ShardStores(leases, maps, fences),
            loop.clocks(),
            new Random(name.hashCode()),
            ends::add,
            new LeaseRules(),
            SimulatedMember.Weakening.NONE,
            loop,
            loop);
    member.shards().start();
    return member;
  }

  private Lease leaseOf(String name) {
    return leases.list("group").stream()
        .filter(lease -> lease.holder().startsWith(name + "-"))
        .filter(lease -> lease.name().equals("group-" + lease.holder()))
        .findFirst()
        .orElseThrow();
  }

  private static String keyOf(SimulatedMember member) {
    for (int i = 0; ; i++) {
      if (member.shards().isCurrentFor("key-" + i)) {
        return "key-" + i;
      }
    }
  }

  private List<Long> epochs() {
    return maps.read("group") instanceof Stored.Found found
        ? found.map().entries().stream().map(Ownership::epoch).toList()
        : List.of();
  }
}
