package dev.picket.coordination.simulation;

import dev.picket.coordination.lease.InMemoryLeaseStore;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.coordination.shard.InMemoryShardMapStore;
import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import dev.picket.coordination.shard.ShardMap;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import dev.picket.coordination.shard.ShardSettings;
import dev.picket.coordination.shard.ShardStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A whole group: its stores, its members, and the invariants between them. */
final class Estate {

  static final String GROUP = "estate";
  static final String ELECTION = GROUP + "-coordinator";
  static final int PARTITIONS = 16;
  static final LeaseTiming TIMING = LeaseTiming.FAST;

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  private static final long FIRST_REVISION = 100;

  final World world;
  private final AtomicLong revisions = new AtomicLong(FIRST_REVISION);
  final Sink sink = new Sink();
  final InMemoryLeaseStore leases;
  final InMemoryShardMapStore maps;
  private final Referee referee;
  private final Weakness weakness;
  private final Machine.Noise noise;
  private final Duration workMost;
  private final List<Replica> replicas = new ArrayList<>();
  private final List<PartitionSet> openBefore = new ArrayList<>();
  private int named;

  Estate(World world, Weakness weakness, Machine.Noise noise, Duration workMost) {
    this.world = world;
    this.weakness = weakness;
    this.noise = noise;
    this.workMost = workMost;
    this.leases = new InMemoryLeaseStore(revisions);
    this.maps = new InMemoryShardMapStore(revisions);
    this.referee = new Referee(maps, leases, GROUP, this::isWorking);
  }

  /** Adds a member whose clocks run at this rate and whose wall clock is off by so much. */
  Replica join(double rate, long wallOffsetMillis) {
    String name = "m" + named++;
    int index = replicas.size();
    Machine machine =
        new Machine(
            world,
            name,
            new SimulatedClock(world, rate, wallOffsetMillis),
            noise,
            () -> look(index));
    Network network = new Network(world, machine, leases, referee);
    Replica replica =
        new Replica(
            world,
            machine,
            new ShardSettings(GROUP, Pool.UID, PARTITIONS, TIMING, name, "", DRAIN_LIMIT),
            new ShardStores(network.reachLeases(), network.reachMaps(), sink),
            sink,
            weakness.leaseRules(),
            weakness.weakening(),
            weakness == Weakness.BELIEVE_THE_MONOTONIC_CLOCK_ALONE,
            workMost);
    replicas.add(replica);
    openBefore.add(PartitionSet.none(PARTITIONS));
    world.tell(() -> name + " joins");
    replica.start();
    return replica;
  }

  /** Those that live and do not want to leave. */
  List<Replica> staying() {
    return replicas.stream()
        .filter(each -> !each.machine.isCrashed() && !each.isLeaving())
        .toList();
  }

  /** After a step of one member: it may have opened a gate that stands open elsewhere. */
  private void look(int index) {
    if (index >= replicas.size()) {
      return;
    }
    PartitionSet open = replicas.get(index).open();
    if (open.equals(openBefore.get(index))) {
      return;
    }
    openBefore.set(index, open);
    for (int i = 0; i < replicas.size(); i++) {
      if (i != index && !open.and(openBefore.get(i)).isEmpty()) {
        compare(index, open, i);
      }
    }
  }

  private void compare(int index, PartitionSet open, int other) {
    PartitionSet otherOpen = replicas.get(other).open();
    openBefore.set(other, otherOpen);
    PartitionSet both = open.and(otherOpen);
    if (!both.isEmpty()) {
      throw new Violation(
          Invariants.ONE_GATE,
          "%s and %s both work on %s"
              .formatted(replicas.get(index).machine.name, replicas.get(other).machine.name, both));
    }
  }

  private boolean isWorking(String incarnation, int partition, long epoch) {
    return replicas.stream()
        .filter(each -> each.is(incarnation))
        .anyMatch(each -> each.isWorking(partition, epoch));
  }

  /** Partitions that somebody works on now. */
  PartitionSet open() {
    PartitionSet open = PartitionSet.none(PARTITIONS);
    for (Replica each : replicas) {
      open = open.plus(each.open());
    }
    return open;
  }

  /** The API server's database is lost, and its revisions begin anew; the sink remembers. */
  void loseEverything() {
    leases.clear();
    maps.clear();
    revisions.set(FIRST_REVISION);
  }

  Optional<ShardMap> map() {
    return maps.read(GROUP) instanceof Stored.Found found
        ? Optional.of(found.map())
        : Optional.empty();
  }

  /** Whether nothing is on the move. */
  boolean isSettled() {
    return open().count() == PARTITIONS
        && map()
            .filter(map -> map.entries().stream().allMatch(Ownership.Owned.class::isInstance))
            .isPresent();
  }

  /** The member whose incarnation coordinates, if it lives. */
  Optional<Replica> coordinator() {
    return leases
        .read(ELECTION)
        .map(Lease::holder)
        .flatMap(holder -> staying().stream().filter(each -> each.is(holder)).findFirst());
  }

  long accepted() {
    return sink.accepted();
  }

  long refused() {
    return sink.refused();
  }
}
