package dev.picket.coordination.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.lease.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server is gone for everybody: nobody may work, and nobody is at fault. */
final class OutageTest {

  private static final int SEEDS = 30;
  private static final int MEMBERS = 5;

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 20})
  void anOutageShutsEveryGateAndCostsNobodyItsLease(int seconds) {
    for (int seed = 0; seed < SEEDS; seed++) {
      World world = new World(seed, false);
      Estate estate = new Estate(world, Weakness.NONE, Machine.Noise.NONE, Duration.ofMillis(100));
      for (int i = 0; i < MEMBERS; i++) {
        estate.join(1, 0);
      }
      // Up to a retry period later, so that the outage meets renewals anywhere.
      world.runUntil(Duration.ofSeconds(20).toNanos() + world.random.nextLong(1_000_000_000L));
      List<String> before = leases(estate);
      estate.staying().forEach(each -> each.machine.cutOff(Duration.ofSeconds(seconds)));
      world.runUntil(world.now() + Duration.ofSeconds(seconds).toNanos());
      assertThat(estate.open().isEmpty()).isEqualTo(seconds > 3);
      world.runUntil(world.now() + Duration.ofSeconds(3).toNanos());
      assertThat(leases(estate)).as("seed %d", seed).isEqualTo(before).hasSize(MEMBERS + 1);
      assertThat(estate.isSettled()).as("seed %d", seed).isTrue();
    }
  }

  private static List<String> leases(Estate estate) {
    return estate.leases.list(Estate.GROUP).stream().map(Lease::name).toList();
  }
}
