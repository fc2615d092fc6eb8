package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;

/** ReplicaSets. */
final class ReplicaSetRules implements KindRules {

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode set) {
    ObjectNode spec = object(set, "spec");
    put(spec, "replicas", 1);
    PodDefaults.template(object(spec, "template"));
  }

  @Override
  public void prepare(ObjectNode set, Surroundings around) {
    set.putObject("status").put("replicas", 0);
  }

  @Override
  public List<FieldProblem> check(ObjectNode set) {
    Problems problems = new Problems();
    ObjectNode spec = object(set, "spec");
    problems.notNegative("spec.replicas", spec.path("replicas"));
    problems.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    TemplateChecks.check(problems, spec, "replicaset");
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
