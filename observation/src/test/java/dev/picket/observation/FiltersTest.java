package dev.picket.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class FiltersTest {

  private final Occurrence shell = Occurrences.shellIn("web-0");

  @Test
  void noFiltersKeepEverything() {
    assertThat(Filters.NONE.judge(shell).kept()).isTrue();
  }

  @Test
  void eachTestNamesItselfWhenItDrops() {
    assertThat(dropReason(with(Severity.CRITICAL, Selection.all(), Condition.ALWAYS)))
        .contains("minimum_severity");
    assertThat(dropReason(with(Severity.INFO, excluding("shop"), Condition.ALWAYS)))
        .contains("namespace");
    assertThat(dropReason(with(Severity.INFO, Selection.all(), answering(false))))
        .contains("condition");
  }

  @Test
  void severityEqualToTheMinimumIsKept() {
    assertThat(dropReason(with(Severity.HIGH, Selection.all(), Condition.ALWAYS))).isEmpty();
  }

  @Test
  void exclusionWinsOverInclusion() {
    Selection<String> both = new Selection<>(Set.of("shop"), Set.of("shop"));
    assertThat(dropReason(with(Severity.INFO, both, Condition.ALWAYS))).contains("namespace");
  }

  @Test
  void aConditionThatCannotBeEvaluatedKeepsTheOccurrenceAndTellsOfIt() {
    Condition failing =
        condition(() -> {
          throw new ConditionFailedException("no such key: user", new RuntimeException());
        });
    Filters.Verdict verdict = with(Severity.INFO, Selection.all(), failing).judge(shell);
    assertThat(verdict.kept()).isTrue();
    assertThat(verdict.conditionFailure()).contains("no such key: user");
  }

  private Optional<String> dropReason(Filters filters) {
    return filters.judge(shell).dropReason();
  }

  private static Selection<String> excluding(String value) {
    return new Selection<>(Set.of(), Set.of(value));
  }

  private static Filters with(Severity minimum, Selection<String> namespaces, Condition condition) {
    return new Filters(
        minimum,
        Selection.all(),
        namespaces,
        Selection.all(),
        Selection.all(),
        Selection.all(),
        Selection.all(),
        condition);
  }

  private static Condition answering(boolean answer) {
    return condition(() -> answer);
  }

  private static Condition condition(BooleanSupplier answer) {
    return new Condition() {
      @Override
      public String expression() {
        return "as the test says";
      }

      @Override
      public boolean test(Occurrence occurrence) {
        return answer.getAsBoolean();
      }
    };
  }
}
