package dev.picket.coordination.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.simulation.Campaign.Findings;
import dev.picket.coordination.simulation.Simulation.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The protocol as it is: no seed breaks an invariant. */
final class SimulationTest {

  private static final long SEEDS = 2_500;

  @Test
  void noSeedBreaksAnInvariant() throws InterruptedException {
    Findings findings = Campaign.play(Weakness.NONE, 0, SEEDS, 1, _ -> {});
    assertThat(findings.violations()).as(() -> howToReplay(findings.violations())).isEmpty();
    assertThat(findings.played().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(SEEDS);
    // Faults that hurt nothing would prove nothing.
    assertThat(findings.accepted()).isGreaterThan(SEEDS * 100);
    assertThat(findings.refused()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void theSameSeedTellsTheSameStoryTwice(Scenario scenario) {
    Outcome first = Simulation.play(42, Weakness.NONE, scenario, true);
    Outcome second = Simulation.play(42, Weakness.NONE, scenario, true);
    assertThat(first.story()).isNotEmpty().isEqualTo(second.story());
    assertThat(first).isEqualTo(second);
  }

  @Test
  void tellingTheStoryChangesNothing() {
    Outcome told = Simulation.play(7, Weakness.NONE, Scenario.CHAOS, true);
    Outcome untold = Simulation.play(7, Weakness.NONE, Scenario.CHAOS, false);
    assertThat(untold.story()).isEmpty();
    assertThat(untold.accepted()).isEqualTo(told.accepted());
    assertThat(untold.refused()).isEqualTo(told.refused());
  }

  @Test
  void otherSeedsTellOtherStories() {
    assertThat(Simulation.play(1, Weakness.NONE, Scenario.CHAOS, true).story())
        .isNotEqualTo(Simulation.play(2, Weakness.NONE, Scenario.CHAOS, true).story());
  }

  @Test
  void threadsShareTheSeedsAndFindTheSame() throws InterruptedException {
    Findings alone = Campaign.play(Weakness.NONE, 3, 40, 1, _ -> {});
    Findings together = Campaign.play(Weakness.NONE, 3, 40, 2, _ -> {});
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void aSingleFaultLeavesPartitionsUnownedForATimeThatIsMeasured() {
    for (Scenario scenario : Scenario.values()) {
      List<Duration> unowned = Simulation.play(42, Weakness.NONE, scenario, false).unowned();
      if (scenario == Scenario.CHAOS) {
        assertThat(unowned).isEmpty();
      } else {
        assertThat(unowned)
            .isNotEmpty()
            .allMatch(each -> each.isPositive() && each.compareTo(scenario.bound()) <= 0);
      }
    }
  }

  private static String howToReplay(List<Outcome> broken) {
    return broken.stream()
        .map(each ->
            "seed %d: %s; ./picket simulate ownership --seed %d"
                .formatted(each.seed(), each.violation().orElseThrow().getMessage(), each.seed()))
        .collect(Collectors.joining("\n"));
  }
}
