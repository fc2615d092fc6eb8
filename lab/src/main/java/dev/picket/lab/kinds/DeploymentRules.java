package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Deployments. */
final class DeploymentRules implements KindRules {

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode deployment) {
    ObjectNode spec = object(deployment, "spec");
    put(spec, "replicas", 1);
    PodDefaults.template(object(spec, "template"));
    ObjectNode strategy = object(spec, "strategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = object(strategy, "rollingUpdate");
      put(rolling, "maxUnavailable", "25%");
      put(rolling, "maxSurge", "25%");
    }
    put(spec, "revisionHistoryLimit", 10);
    put(spec, "progressDeadlineSeconds", 600);
  }

  @Override
  public void prepare(ObjectNode deployment, Surroundings around) {
    deployment.putObject("status");
  }

  @Override
  public void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {
    // Annotations of deployments count as generations, because they are handed on.
    JsonNode metadata = former.path("metadata");
    if (!metadata.path("annotations").equals(next.path("metadata").path("annotations"))) {
      object(next, "metadata").put("generation", metadata.path("generation").asInt() + 1);
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode deployment) {
    Problems problems = new Problems();
    ObjectNode spec = object(deployment, "spec");
    problems.notNegative("spec.replicas", spec.path("replicas"));
    TemplateChecks.check(problems, spec, "deployment");
    strategy(problems, spec.path("strategy"));
    JsonNode ready = spec.path("minReadySeconds");
    problems.notNegative("spec.minReadySeconds", ready);
    problems.notNegative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
    JsonNode deadline = spec.path("progressDeadlineSeconds");
    problems.notNegative("spec.progressDeadlineSeconds", deadline);
    if (deadline.asLong() <= ready.asLong()) {
      problems.invalid(
          "spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }
    return problems.found();
  }

  private static void strategy(Problems problems, JsonNode strategy) {
    problems.oneOf(
        "spec.strategy.type", strategy.path("type"), Set.of("Recreate", "RollingUpdate"));
    String path = "spec.strategy.rollingUpdate";
    JsonNode rolling = strategy.path("rollingUpdate");
    if (strategy.path("type").asText().equals("Recreate")) {
      if (!rolling.isMissingNode()) {
        problems.forbidden(path, "may not be specified when strategy `type` is 'Recreate'");
      }
      return;
    }
    surge(problems, rolling, path);
  }

  /** How far a rolling update may go in both directions, which cannot be nowhere. */
  static void surge(Problems problems, JsonNode rolling, String path) {
    JsonNode unavailable = rolling.path("maxUnavailable");
    JsonNode surge = rolling.path("maxSurge");
    List<String> first = Formats.numberOrPercent(unavailable, true);
    first.forEach(why -> problems.invalid(path + ".maxUnavailable", unavailable, why));
    List<String> second = Formats.numberOrPercent(surge, false);
    second.forEach(why -> problems.invalid(path + ".maxSurge", surge, why));
    if (first.isEmpty()
        && second.isEmpty()
        && Formats.percent(unavailable) == 0
        && Formats.percent(surge) == 0) {
      problems.invalid(path + ".maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0");
    }
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
