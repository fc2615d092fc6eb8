package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** DaemonSets. */
final class DaemonSetRules implements KindRules {

  private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode set) {
    ObjectNode spec = object(set, "spec");
    PodDefaults.template(object(spec, "template"));
    ObjectNode strategy = object(spec, "updateStrategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = object(strategy, "rollingUpdate");
      put(rolling, "maxUnavailable", 1);
      put(rolling, "maxSurge", 0);
    }
    put(spec, "revisionHistoryLimit", 10);
  }

  @Override
  public void prepare(ObjectNode set, Surroundings around) {
    count(set, 1);
    ObjectNode status = set.putObject("status");
    for (String each :
        List.of(
            "currentNumberScheduled",
            "numberMisscheduled",
            "desiredNumberScheduled",
            "numberReady")) {
      status.put(each, 0);
    }
  }

  /** An annotation counts the template's generations, which once was a field. */
  @Override
  public void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {
    JsonNode before = former.path("spec");
    JsonNode after = next.path("spec");
    boolean same =
        before.path("template").equals(after.path("template"))
            && before.path("updateStrategy").equals(after.path("updateStrategy"));
    int generation = former.path("metadata").path("annotations").path(TEMPLATE_GENERATION).asInt(1);
    count(next, same ? generation : generation + 1);
  }

  private static void count(ObjectNode set, int generation) {
    object(object(set, "metadata"), "annotations")
        .put(TEMPLATE_GENERATION, Integer.toString(generation));
  }

  @Override
  public List<FieldProblem> check(ObjectNode set) {
    Problems problems = new Problems();
    ObjectNode spec = object(set, "spec");
    TemplateChecks.check(problems, spec, "daemonset");
    problems.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    problems.notNegative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
    JsonNode strategy = spec.path("updateStrategy");
    problems.oneOf(
        "spec.updateStrategy.type", strategy.path("type"), Set.of("RollingUpdate", "OnDelete"));
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      DeploymentRules.surge(
          problems, strategy.path("rollingUpdate"), "spec.updateStrategy.rollingUpdate");
    }
    return problems.found();
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    problems.immutable(
        "spec.selector", former.path("spec").path("selector"), next.path("spec").path("selector"));
    List<FieldProblem> all = new ArrayList<>(check(next));
    all.addAll(problems.found());
    return all;
  }
}
