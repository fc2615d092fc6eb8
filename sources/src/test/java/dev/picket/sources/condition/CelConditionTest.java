package dev.picket.sources.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.ConditionFailedException;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Occurrences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CelConditionTest {

  private final Occurrence shell = Occurrences.shellIn("web-0");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "observation.severity == 'high' && observation.severityRank >= 3",
        "observation.resource.namespace in ['shop', 'bank']",
        "observation.resource.name.startsWith('web-') && observation.resource.kind == 'Pod'",
        "observation.resource.apiVersion == 'v1'",
        "observation.details.proc == 'bash'",
        "has(observation.details.proc) && !has(observation.details.nothing)",
        "observation.rule.matches('[Ss]hell') && observation.category == 'security'",
        "observation.eventType == 'runtime_security' && observation.source == 'falco'",
        "observation.title.contains('web-0')"
      })
  void conditionsSeeTheOccurrence(String expression) {
    assertThat(CelCondition.compile(expression, "here").test(shell)).isTrue();
  }

  @Test
  void aConditionMayBeFalse() {
    assertThat(CelCondition.compile("observation.severityRank > 3", "here").test(shell)).isFalse();
  }

  @Test
  void aMisspeltFieldDoesNotCompileAndIsPointedAt() {
    assertThatThrownBy(() -> CelCondition.compile("observation.severty == 'high'", "f.yaml:7"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("f.yaml:7, line 1, column 12")
        .hasMessageContaining("severty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "observation.severity > 3",
        "observation.title",
        "observation.severity ==",
        "ob.title == 'x'",
        ""
      })
  void whatCannotBeTrueOrFalseDoesNotCompile(String expression) {
    assertThatThrownBy(() -> CelCondition.compile(expression, "f.yaml:7"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("f.yaml:7");
  }

  @Test
  void aFieldThatDetailsLackFailsTheCondition() {
    CelCondition condition = CelCondition.compile("observation.details.user == 'x'", "here");
    assertThatThrownBy(() -> condition.test(shell))
        .isInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("user");
  }

  @Test
  void comprehensionsAreBounded() {
    String ten = "[1,2,3,4,5,6,7,8,9,10]";
    String expression =
        ten
            + ".all(a, "
            + ten
            + ".all(b, "
            + ten
            + ".all(c, "
            + ten
            + ".all(d, "
            + ten
            + ".all(e, "
            + ten
            + ".all(f, a+b+c+d+e+f > 0))))))";
    CelCondition condition = CelCondition.compile(expression, "here");
    assertThatThrownBy(() -> condition.test(shell))
        .isInstanceOf(ConditionFailedException.class)
        .hasMessageContaining("10000");
  }
}
