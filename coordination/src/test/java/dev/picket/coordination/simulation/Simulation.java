package dev.picket.coordination.simulation;

import dev.picket.coordination.shard.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of the protocol from one seed. The same seed always plays the same. */
public final class Simulation {

  private static final Duration CHAOS_LASTS = Duration.ofSeconds(60);
  private static final Duration CALM_LASTS = Duration.ofSeconds(45);
  private static final Duration SETTLING_LASTS = Duration.ofSeconds(20);
  private static final Duration CHAOTIC_WORK = Duration.ofSeconds(3);
  private static final Duration QUICK_WORK = Duration.ofMillis(100);
  private static final long STEP_NANOS = Duration.ofMillis(5).toNanos();

  private final long seed;
  private final World world;
  private final Weakness weakness;
  private final Scenario scenario;

  private Simulation(long seed, Weakness weakness, Scenario scenario, boolean telling) {
    this.seed = seed;
    this.weakness = weakness;
    this.scenario = scenario;
    this.world = new World(seed, telling);
  }

  /**
   * What a run found.
   *
   * @param violation the invariant that broke; empty for none
   * @param unowned how long each partition was unowned after the fault; empty for chaos
   * @param accepted writes that the sink took
   * @param refused stale writes that it refused
   * @param story what happened, if it was to be told
   */
  public record Outcome(
      long seed,
      Scenario scenario,
      Optional<Violation> violation,
      List<Duration> unowned,
      long accepted,
      long refused,
      List<String> story) {}

  /** The scenario that a seed plays: six of ten are chaos. */
  public static Scenario scenario(long seed) {
    return switch ((int) Math.floorMod(seed, 10L)) {
      case 6 -> Scenario.CRASH;
      case 7 -> Scenario.COORDINATOR_CRASH;
      case 8 -> Scenario.DRAIN;
      case 9 -> Scenario.SCALE_OUT;
      default -> Scenario.CHAOS;
    };
  }

  /** Plays a seed. */
  public static Outcome play(long seed, Weakness weakness, boolean telling) {
    return play(seed, weakness, scenario(seed), telling);
  }

  /** Plays a scenario from a seed. */
  public static Outcome play(long seed, Weakness weakness, Scenario scenario, boolean telling) {
    return new Simulation(seed, weakness, scenario, telling).play();
  }

  private Outcome play() {
    Estate estate = estate();
    List<Duration> unowned = List.of();
    Optional<Violation> violation = Optional.empty();
    try {
      if (scenario == Scenario.CHAOS) {
        playChaos(estate);
      } else {
        unowned = playOneFault(estate);
      }
    } catch (Violation found) {
      world.tell(found::getMessage);
      violation = Optional.of(found);
    }
    return new Outcome(
        seed, scenario, violation, unowned, estate.accepted(), estate.refused(), world.story());
  }

  private Estate estate() {
    boolean chaotic = scenario == Scenario.CHAOS;
    Machine.Noise noise =
        chaotic && world.chance(0.7) ? new Machine.Noise(0.02, 0.02) : Machine.Noise.NONE;
    return new Estate(world, weakness, noise, chaotic ? CHAOTIC_WORK : QUICK_WORK);
  }

  private void playChaos(Estate estate) {
    int replicas = world.random.nextInt(2, 5);
    for (int i = 0; i < replicas; i++) {
      Faults.join(estate);
    }
    new Faults(estate, CHAOS_LASTS).begin();
    world.runUntil(CHAOS_LASTS.toNanos());
    // Those that stay may all have been asked to be drained.
    Faults.join(estate);
    world.tell(() -> "the faults end");
    world.calmDown();
    awaitSettled(estate, CALM_LASTS);
    // Settled for a moment, it may have been about to move something.
    world.runUntil(world.now() + SETTLING_LASTS.toNanos());
    awaitBalanced(estate);
  }

  private void awaitBalanced(Estate estate) {
    long end = world.now() + CALM_LASTS.toNanos();
    awaitSettled(estate, CALM_LASTS);
    while (!isBalanced(estate) && world.now() < end) {
      world.runUntil(world.now() + Duration.ofMillis(250).toNanos());
    }
    awaitSettled(estate, CALM_LASTS);
    requireBalance(estate);
  }

  private List<Duration> playOneFault(Estate estate) {
    for (int i = 0; i < 3; i++) {
      estate.join(1, 0);
    }
    awaitSettled(estate, SETTLING_LASTS);
    world.runUntil(world.now() + world.random.nextLong(Estate.TIMING.duration().toNanos()));
    int before = estate.staying().size();
    strike(estate);
    List<Duration> unowned = measure(estate);
    for (Duration each : unowned) {
      if (each.compareTo(scenario.bound()) > 0) {
        throw new Violation(
            Invariants.UNOWNED_TIME,
            "a partition was unowned for %s after %s, the bound is %s"
                .formatted(each, scenario, scenario.bound()));
      }
    }
    requireBalance(estate);
    requireFewMoves(estate, before);
    return unowned;
  }

  private void strike(Estate estate) {
    Replica coordinator = estate.coordinator().orElseThrow();
    Replica other =
        estate.staying().stream().filter(each -> each != coordinator).findAny().orElseThrow();
    world.tell(() -> "now " + scenario);
    switch (scenario) {
      case CRASH -> other.crash();
      case COORDINATOR_CRASH -> coordinator.crash();
      case DRAIN -> (world.chance(0.5) ? coordinator : other).leave();
      case SCALE_OUT -> estate.join(1, 0);
      case CHAOS -> throw new IllegalStateException("chaos is not one fault");
    }
  }

  /** How long each partition that was unowned was so, to 5 ms. */
  private List<Duration> measure(Estate estate) {
    Map<Integer, Long> unowned = new HashMap<>();
    long end = world.now() + SETTLING_LASTS.toNanos();
    long struck = world.now();
    boolean settled = false;
    while (world.now() < end && !(settled && world.now() - struck > 1_000_000_000L)) {
      world.runUntil(world.now() + STEP_NANOS);
      var open = estate.open();
      for (int i = 0; i < Estate.PARTITIONS; i++) {
        if (!open.contains(i)) {
          unowned.merge(i, STEP_NANOS, Long::sum);
        }
      }
      settled = estate.isSettled();
    }
    if (!settled) {
      throw new Violation(Invariants.OWNED_IN_THE_END, "open are only " + estate.open());
    }
    List<Duration> times = new ArrayList<>();
    unowned.values().forEach(nanos -> times.add(Duration.ofNanos(nanos)));
    return times;
  }

  private void awaitSettled(Estate estate, Duration most) {
    long end = world.now() + most.toNanos();
    while (world.now() < end) {
      world.runUntil(world.now() + Duration.ofMillis(250).toNanos());
      if (estate.isSettled()) {
        return;
      }
    }
    throw new Violation(
        Invariants.OWNED_IN_THE_END,
        "after %s without a fault, open are only %s".formatted(most, estate.open()));
  }

  private static void requireBalance(Estate estate) {
    if (!isBalanced(estate)) {
      throw new Violation(Invariants.BALANCE, "the partitions are owned by " + owned(estate));
    }
  }

  private static boolean isBalanced(Estate estate) {
    Map<String, Integer> owned = owned(estate);
    int most = owned.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return most <= (Estate.PARTITIONS + owned.size() - 1) / owned.size();
  }

  private static Map<String, Integer> owned(Estate estate) {
    Map<String, Integer> owned = new HashMap<>();
    for (Ownership entry : estate.map().orElseThrow().entries()) {
      if (entry instanceof Ownership.Owned each) {
        owned.merge(each.owner(), 1, Integer::sum);
      }
    }
    return owned;
  }

  private void requireFewMoves(Estate estate, int membersBefore) {
    if (scenario != Scenario.SCALE_OUT) {
      return;
    }
    int bound = Estate.PARTITIONS / (membersBefore + 1);
    int moved =
        (int)
            estate.map().orElseThrow().entries().stream()
                .filter(Ownership.Owned.class::isInstance)
                .map(entry -> ((Ownership.Owned) entry).owner())
                .filter(owner -> owner.startsWith("m" + membersBefore + "-"))
                .count();
    if (moved > bound) {
      throw new Violation(
          Invariants.BALANCE, "a join moved %d, the bound is %d".formatted(moved, bound));
    }
  }
}
