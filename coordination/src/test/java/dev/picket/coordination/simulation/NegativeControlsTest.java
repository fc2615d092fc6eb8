package dev.picket.coordination.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.picket.coordination.simulation.Simulation.Outcome;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule is needed: without it, some seed breaks the invariant that it keeps. */
final class NegativeControlsTest {

  private static final long SEEDS_MAX = 6_000;

  @ParameterizedTest
  @EnumSource(value = Weakness.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void withoutTheRuleSomeSeedBreaksWhatItKeeps(Weakness weakness) {
    Outcome broken = firstBroken(weakness);
    System.out.printf(
        "%s: seed %d: %s%n",
        weakness, broken.seed(), broken.violation().orElseThrow().getMessage());
    assertThat(Simulation.play(broken.seed(), Weakness.NONE, false).violation()).isEmpty();
  }

  private static Outcome firstBroken(Weakness weakness) {
    Set<String> named = weakness.breaks();
    for (long seed = 0; seed < SEEDS_MAX; seed++) {
      Outcome outcome = Simulation.play(seed, weakness, false);
      if (outcome.violation().map(Violation::invariant).filter(named::contains).isPresent()) {
        return outcome;
      }
    }
    return fail("%s broke nothing in %d seeds: is the rule needed?".formatted(weakness, SEEDS_MAX));
  }
}
