package dev.picket.coordination.simulation;

import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.shard.FencingToken;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Permit;
import dev.picket.coordination.shard.ShardEvent;
import dev.picket.coordination.shard.ShardMember;
import dev.picket.coordination.shard.ShardSettings;
import dev.picket.coordination.shard.ShardStores;
import dev.picket.coordination.shard.SimulatedMember;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A member on its machine, and the work it does. */
final class Replica {

  private static final Duration WORK_EVERY = Duration.ofMillis(150);
  private static final Duration WARM_UP_MOST = Duration.ofMillis(80);

  final Machine machine;
  final SimulatedMember member;
  private final World world;
  private final Sink sink;
  private final Map<FencingToken, Integer> inFlight = new HashMap<>();
  private final Duration workMost;
  private boolean leaving;

  Replica(
      World world,
      Machine machine,
      ShardSettings settings,
      ShardStores stores,
      Sink sink,
      LeaseRules leaseRules,
      SimulatedMember.Weakening weakening,
      boolean monotonicOnly,
      Duration workMost) {
    this.world = world;
    this.machine = machine;
    this.sink = sink;
    this.workMost = workMost;
    this.member =
        new SimulatedMember(
            settings,
            stores,
            machine.clock.clocks(monotonicOnly),
            new Random(world.random.nextLong()),
            why -> {
              world.tell(() -> machine.name + " halts: " + why);
              crash();
            },
            leaseRules,
            weakening,
            machine,
            machine);
  }

  void start() {
    member.shards().subscribe(this::on);
    member.shards().start();
    machine.schedule(WORK_EVERY, this::work);
  }

  ShardMember shards() {
    return member.shards();
  }

  /** The id of its incarnation is its name with something added. */
  boolean is(String incarnation) {
    return incarnation.startsWith(machine.name + "-");
  }

  boolean isLeaving() {
    return leaving;
  }

  PartitionSet open() {
    return machine.runs()
        ? member.shards().open()
        : PartitionSet.none(member.shards().partitions());
  }

  /** Whether it lets work in, or has work of this epoch in flight, though it be stalled. */
  boolean isWorking(int partition, long epoch) {
    FencingToken token =
        new FencingToken(Estate.GROUP, shards().pool().wireName(), partition, epoch);
    return !machine.isCrashed()
        && (inFlight.containsKey(token) || shards().open().contains(partition));
  }

  void crash() {
    machine.crash();
    member.crash();
  }

  void leave() {
    leaving = true;
    member.leave(() -> {
      world.tell(() -> machine.name + " has left");
      machine.crash();
    });
  }

  private void on(ShardEvent event) {
    world.tell(() -> machine.name + " " + told(event));
    if (event instanceof ShardEvent.Prepare prepare) {
      machine.schedule(world.between(Duration.ZERO, WARM_UP_MOST), prepare.warm());
    }
  }

  private static String told(ShardEvent event) {
    return switch (event) {
      case ShardEvent.Prepare prepare -> "prepares " + prepare.partitions();
      case ShardEvent.Acquired acquired -> "opens " + acquired.partitions();
      case ShardEvent.Draining draining -> "drains " + draining.partitions();
      case ShardEvent.Lost lost -> "lost " + lost.partitions() + ", " + lost.cause();
    };
  }

  private void work() {
    machine.schedule(WORK_EVERY, this::work);
    Permit permit = shards().tryEnter("object-" + world.random.nextInt(1_000));
    if (permit == null) {
      return;
    }
    FencingToken token = permit.token();
    sink.opened(token);
    inFlight.merge(token, 1, Integer::sum);
    machine.schedule(world.between(Duration.ofMillis(1), workMost), () -> write(permit, token));
  }

  /** The write is under way when the permit is closed only once it was answered. */
  private void write(Permit permit, FencingToken token) {
    machine.call(
        () -> {
          sink.write(token, machine.name);
          return true;
        },
        _ -> {
          inFlight.computeIfPresent(token, (_, count) -> count == 1 ? null : count - 1);
          permit.close();
        });
  }
}
