package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;
import java.util.Set;

/** PodDisruptionBudgets. */
final class DisruptionBudgetRules implements KindRules {

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void prepare(ObjectNode budget, Surroundings around) {
    ObjectNode status = budget.putObject("status");
    for (String each :
        List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
      status.put(each, 0);
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode budget) {
    Problems problems = new Problems();
    JsonNode spec = budget.path("spec");
    if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
      problems.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
    }
    for (String field : List.of("minAvailable", "maxUnavailable")) {
      JsonNode value = spec.path(field);
      Formats.numberOrPercent(value, true)
          .forEach(why -> problems.invalid("spec." + field, value, why));
    }
    new SelectorChecks(problems).check(spec.path("selector"), "spec.selector");
    problems.oneOfIfPresent(
        "spec.unhealthyPodEvictionPolicy",
        spec.path("unhealthyPodEvictionPolicy"),
        Set.of("AlwaysAllow", "IfHealthyBudget"));
    return problems.found();
  }
}
