package dev.picket.sources.informer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two members, objects that come, change and go, partitions that are handed over, taken over from a
 * member that does not know it yet, or left to nobody for a while, and a store and an API server
 * that fail now and then. Whatever happens, at the end exactly what the objects say is open, and
 * each Observation has been counted once for each state of it that its owner was told.
 */
final class HandoffSimulationTest {

  private static final int STEPS = 600;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20261122, -7})
  void whatIsOpenIsTheTruthAndEachStateCountsOnce(long seed) {
    run(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = 4_000)
  void soItIsForManySeeds(long first) {
    for (long seed = first; seed < first + 200; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    HandoffSimulation simulation = new HandoffSimulation(seed);
    for (int step = 0; step < STEPS; step++) {
      simulation.step();
    }
    simulation.settle();
    String context = "seed " + seed;
    assertThat(simulation.open()).as(context).isEqualTo(simulation.trueOpen());
    assertThat(simulation.counts()).as(context).isEqualTo(simulation.trueCounts());
    assertThat(simulation.booksAddUp()).as(context).isTrue();
    assertThat(simulation.fenced() + simulation.takeovers()).as(context).isPositive();
  }
}
