package dev.picket.coordination.simulation;

import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.shard.ShardMap;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What befalls a group: some fault every few seconds, up to an end. */
final class Faults {

  private static final Duration LEAST = Duration.ofMillis(300);
  private static final Duration MOST = Duration.ofSeconds(6);
  private static final int REPLICAS_MIN = 2;
  private static final int REPLICAS_MAX = 5;

  private final Estate estate;
  private final World world;
  private final Duration until;
  private final List<ShardMap> kept = new ArrayList<>();

  Faults(Estate estate, Duration until) {
    this.estate = estate;
    this.world = estate.world;
    this.until = until;
  }

  void begin() {
    world.after(world.between(LEAST, MOST), this::next);
  }

  private void next() {
    if (world.now() < until.toNanos()) {
      strike();
      world.after(world.between(LEAST, MOST), this::next);
    }
  }

  private void strike() {
    estate.map().ifPresent(kept::add);
    List<Replica> staying = estate.staying();
    if (staying.size() < REPLICAS_MIN || (staying.size() < REPLICAS_MAX && world.chance(0.2))) {
      join(estate);
      return;
    }
    Replica victim = staying.get(world.random.nextInt(staying.size()));
    strike(victim);
  }

  private void strike(Replica victim) {
    String name = victim.machine.name;
    switch (world.random.nextInt(12)) {
      case 0 -> {
        world.tell(() -> name + " crashes");
        victim.crash();
      }
      case 1, 2 -> {
        Duration time = world.between(Duration.ofMillis(50), Duration.ofSeconds(12));
        boolean inCall = world.chance(0.5);
        world.tell(() -> name + " is stopped for " + time + (inCall ? ", in a call" : ""));
        if (inCall) {
          victim.machine.stallInNextCall(time);
        } else {
          victim.machine.stall(time);
        }
      }
      case 3 -> {
        Duration time = world.between(Duration.ofSeconds(1), Duration.ofSeconds(20));
        world.tell(() -> name + " is suspended for " + time);
        victim.machine.suspend(time);
      }
      case 4, 5 -> {
        Duration time = world.between(Duration.ofSeconds(1), Duration.ofSeconds(15));
        world.tell(() -> name + " is cut off for " + time);
        victim.machine.cutOff(time);
      }
      case 6 -> jump(victim);
      case 7 -> {
        world.tell(() -> name + " is to leave");
        victim.leave();
      }
      case 8 -> drain(victim);
      case 9 -> meddleWithTheMap();
      case 10 -> {
        Duration time = world.between(Duration.ofSeconds(1), Duration.ofSeconds(25));
        world.tell(() -> name + " can neither list nor watch for " + time);
        victim.machine.blind(time);
      }
      default -> meddleWithALease();
    }
  }

  /** Clocks run by up to 4% too fast or too slow, and wall clocks are off by up to a minute. */
  static Replica join(Estate estate) {
    World world = estate.world;
    double rate = 0.96 + 0.08 * world.random.nextDouble();
    return estate.join(rate, world.random.nextLong(-60_000, 60_001));
  }

  /** A step in the middle of a suspension could cancel it out, and no clock would show either. */
  private void jump(Replica victim) {
    if (victim.machine.runs()) {
      long millis = world.random.nextLong(-60_000, 60_001);
      world.tell(() -> victim.machine.name + "'s wall clock jumps by " + millis + " ms");
      victim.machine.clock.jump(millis);
    }
  }

  private void drain(Replica asked) {
    Replica victim = estate.staying().get(world.random.nextInt(estate.staying().size()));
    boolean drained = world.chance(0.6);
    if (asked.machine.runs()) {
      world.tell(() -> victim.machine.name + " is to be drained: " + drained);
      asked.machine.call(
          () -> asked.shards().drain(victim.machine.name + "-", drained),
          result -> world.tell(() -> "the request was answered: " + result));
    }
  }

  private void meddleWithTheMap() {
    switch (world.random.nextInt(4)) {
      case 3 -> {
        world.tell(() -> "the API server loses everything");
        estate.loseEverything();
      }
      case 0 -> {
        world.tell(() -> "somebody deletes the map");
        estate.maps.delete(Estate.GROUP);
      }
      case 1 -> {
        world.tell(() -> "somebody scribbles in the map");
        estate.maps.scribble(Estate.GROUP, "no map");
      }
      default -> putBack();
    }
  }

  private void putBack() {
    if (!kept.isEmpty() && estate.maps.read(Estate.GROUP) instanceof Stored.Found now) {
      ShardMap old = kept.get(world.random.nextInt(kept.size()));
      world.tell(() -> "somebody puts back the map that replaced revision " + old.base());
      estate.maps.commit(Estate.GROUP, old, now.revision());
    }
  }

  private void meddleWithALease() {
    List<Lease> all = estate.leases.list(Estate.GROUP);
    if (all.isEmpty()) {
      return;
    }
    Lease lease = all.get(world.random.nextInt(all.size()));
    if (world.chance(0.5)) {
      world.tell(() -> "somebody deletes the Lease " + lease.name());
      estate.leases.delete(lease);
    } else {
      world.tell(() -> "somebody edits the Lease " + lease.name());
      estate.leases.update(edited(lease));
    }
  }

  private Lease edited(Lease lease) {
    String holder =
        switch (world.random.nextInt(3)) {
          case 0 -> "";
          case 1 -> "somebody-else";
          default -> lease.holder();
        };
    return new Lease(
        lease.group(),
        lease.name(),
        holder,
        world.chance(0.5) ? Duration.ZERO : Duration.ofDays(9_999),
        null,
        null,
        -7,
        Map.of("picket.dev/acknowledged", "nonsense 17 busy: 3-", "picket.dev/drain", "perhaps"),
        lease.revision());
  }
}
