package dev.picket.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Category;
import dev.picket.observation.Severity;
import dev.picket.observation.State;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Databases hold these numbers: a test that fails here means data that would be misread. */
final class CodesTest {

  @Test
  void numbersOnceGivenStay() {
    assertThat(Arrays.stream(Category.values()).map(each -> each + "=" + Codes.of(each)))
        .containsExactlyInAnyOrder(
            "SECURITY=0", "COMPLIANCE=1", "PERFORMANCE=2", "OPERATIONS=3", "COST=4");
    assertThat(Arrays.stream(Severity.values()).map(each -> each + "=" + Codes.of(each)))
        .containsExactlyInAnyOrder("INFO=0", "LOW=1", "MEDIUM=2", "HIGH=3", "CRITICAL=4");
    assertThat(Arrays.stream(State.values()).map(each -> each + "=" + Codes.of(each)))
        .containsExactlyInAnyOrder("OPEN=0", "RESOLVED=1", "SUPPRESSED=2");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(Category.values())
        .allSatisfy(each -> assertThat(Codes.category(Codes.of(each))).isEqualTo(each));
    assertThat(Severity.values())
        .allSatisfy(each -> assertThat(Codes.severity(Codes.of(each))).isEqualTo(each));
    assertThat(State.values())
        .allSatisfy(each -> assertThat(Codes.state(Codes.of(each))).isEqualTo(each));
  }
}
