package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** StatefulSets. */
final class StatefulSetRules implements KindRules {

  private static final List<String> CHANGEABLE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode set) {
    ObjectNode spec = object(set, "spec");
    put(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = object(spec, "updateStrategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      put(object(strategy, "rollingUpdate"), "partition", 0);
    }
    ObjectNode retention = object(spec, "persistentVolumeClaimRetentionPolicy");
    put(retention, "whenDeleted", "Retain");
    put(retention, "whenScaled", "Retain");
    put(spec, "replicas", 1);
    put(spec, "revisionHistoryLimit", 10);
    if (!spec.has("serviceName")) {
      spec.put("serviceName", "");
    }
    PodDefaults.template(object(spec, "template"));
    for (ObjectNode claim : objects(spec, "volumeClaimTemplates")) {
      put(claim, "apiVersion", "v1");
      put(claim, "kind", "PersistentVolumeClaim");
      put(object(claim, "spec"), "volumeMode", "Filesystem");
      claim.putObject("status").put("phase", "Pending");
    }
  }

  @Override
  public void prepare(ObjectNode set, Surroundings around) {
    set.putObject("status").put("replicas", 0).put("availableReplicas", 0);
  }

  @Override
  public List<FieldProblem> check(ObjectNode set) {
    Problems problems = new Problems();
    ObjectNode spec = object(set, "spec");
    problems.oneOf(
        "spec.podManagementPolicy",
        spec.path("podManagementPolicy"),
        Set.of("OrderedReady", "Parallel"));
    JsonNode strategy = spec.path("updateStrategy");
    problems.oneOf(
        "spec.updateStrategy.type", strategy.path("type"), Set.of("RollingUpdate", "OnDelete"));
    problems.notNegative(
        "spec.updateStrategy.rollingUpdate.partition",
        strategy.path("rollingUpdate").path("partition"));
    problems.notNegative("spec.replicas", spec.path("replicas"));
    problems.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    problems.notNegative("spec.revisionHistoryLimit", spec.path("revisionHistoryLimit"));
    problems.notNegative("spec.ordinals.start", spec.path("ordinals").path("start"));
    TemplateChecks.check(problems, withClaims(spec), "statefulset");
    return problems.found();
  }

  /** Containers mount claims as if they were volumes of the template. */
  private static ObjectNode withClaims(ObjectNode spec) {
    ObjectNode with = spec.deepCopy();
    for (ObjectNode template : Defaults.at(with, "template", "spec")) {
      for (ObjectNode claim : objects(spec, "volumeClaimTemplates")) {
        String name = claim.path("metadata").path("name").asText();
        ObjectNode volume = template.withArrayProperty("volumes").addObject().put("name", name);
        volume.putObject("persistentVolumeClaim").put("claimName", name);
      }
    }
    return with;
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    if (!fixed(former).equals(fixed(next))) {
      problems.forbidden(
          "spec",
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
              + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'"
              + " and 'minReadySeconds' are forbidden");
    }
    List<FieldProblem> all = new ArrayList<>(check(next));
    all.addAll(problems.found());
    return all;
  }

  private static JsonNode fixed(ObjectNode set) {
    return set.path("spec") instanceof ObjectNode spec
        ? spec.deepCopy().remove(CHANGEABLE)
        : set.objectNode();
  }
}
