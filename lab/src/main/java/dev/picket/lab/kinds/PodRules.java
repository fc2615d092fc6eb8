package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import java.util.ArrayList;
import java.util.List;

/** Pods. */
final class PodRules implements KindRules {

  private static final int AWAY_SECONDS = 300;

  private static final ResourceType PRIORITY_CLASS =
      BuiltInTypes.get("scheduling.k8s.io", "priorityclasses");
  private static final String IMMUTABLE =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)";

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode pod) {
    ObjectNode spec = Defaults.object(pod, "spec");
    PodDefaults.spec(spec);
    PodDefaults.pod(spec);
  }

  @Override
  public void prepare(ObjectNode pod, Surroundings around) {
    ObjectNode spec = Defaults.object(pod, "spec");
    if (!spec.has("serviceAccountName")) {
      spec.put("serviceAccountName", "default").put("serviceAccount", "default");
    }
    priority(pod, spec, around);
    tolerate(spec, "node.kubernetes.io/not-ready");
    tolerate(spec, "node.kubernetes.io/unreachable");
    ObjectNode status = pod.putObject("status");
    status.put("phase", "Pending").put("qosClass", QualityOfService.of(spec));
  }

  /** As admission adds it: a node may be away for a while. */
  private static void tolerate(ObjectNode spec, String taint) {
    for (JsonNode each : spec.path("tolerations")) {
      String key = each.path("key").asText();
      String effect = each.path("effect").asText();
      if ((key.equals(taint) || key.isEmpty())
          && (effect.equals("NoExecute") || effect.isEmpty())) {
        return;
      }
    }
    spec.withArrayProperty("tolerations")
        .addObject()
        .put("key", taint)
        .put("operator", "Exists")
        .put("effect", "NoExecute")
        .put("tolerationSeconds", AWAY_SECONDS);
  }

  private static void priority(ObjectNode pod, ObjectNode spec, Surroundings around) {
    String name = spec.path("priorityClassName").asText();
    if (name.isEmpty()) {
      Defaults.put(spec, "priority", 0);
      Defaults.put(spec, "preemptionPolicy", "PreemptLowerPriority");
      return;
    }
    switch (name) {
      case "system-node-critical" -> spec.put("priority", 2_000_001_000);
      case "system-cluster-critical" -> spec.put("priority", 2_000_000_000);
      default -> {
        JsonNode found =
            around
                .snapshot()
                .get(PRIORITY_CLASS.key("", name))
                .orElseThrow(() ->
                    StatusException.forbidden(
                        BuiltInTypes.get("", "pods"),
                        pod.path("metadata").path("name").asText(),
                        "no PriorityClass with name " + name + " was found"))
                .content();
        spec.put("priority", found.path("value").asInt());
        spec.set("preemptionPolicy", found.path("preemptionPolicy"));
      }
    }
    Defaults.put(spec, "preemptionPolicy", "PreemptLowerPriority");
  }

  @Override
  public List<FieldProblem> check(ObjectNode pod) {
    Problems problems = new Problems();
    JsonNode spec = pod.path("spec");
    new PodChecks(problems, spec, "spec").check();
    return problems.found();
  }

  @Override
  public void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {
    // What was filled in when the pod was created is not taken back by who leaves it out.
    ObjectNode spec = Defaults.object(next, "spec");
    for (String field :
        List.of(
            "serviceAccountName", "serviceAccount", "priority", "preemptionPolicy", "nodeName")) {
      JsonNode kept = former.path("spec").path(field);
      if (!spec.has(field) && !kept.isMissingNode() && !field.equals("nodeName")) {
        spec.set(field, kept);
      }
    }
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    List<FieldProblem> all = new ArrayList<>(check(next));
    Problems problems = new Problems();
    JsonNode before = former.path("spec");
    JsonNode after = next.path("spec");
    deadline(problems, before.path("activeDeadlineSeconds"), after.path("activeDeadlineSeconds"));
    tolerations(problems, before.path("tolerations"), after.path("tolerations"));
    if (!rest(before, after).equals(rest(before, before))) {
      problems.forbidden("spec", IMMUTABLE);
    }
    all.addAll(problems.found());
    return all;
  }

  @Override
  public List<FieldProblem> checkPart(String subresource, ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    if (subresource.equals("ephemeralcontainers")) {
      JsonNode before = former.path("spec").path("ephemeralContainers");
      JsonNode after = next.path("spec").path("ephemeralContainers");
      for (int index = 0; index < before.size(); index++) {
        if (!before.get(index).equals(after.path(index))) {
          problems.forbidden(
              "spec.ephemeralContainers",
              "existing ephemeral containers \""
                  + before.get(index).path("name").asText()
                  + "\" may not be removed or changed");
        }
      }
    }
    problems.found().addAll(check(next));
    return problems.found();
  }

  /** It may be set, or become less. */
  private static void deadline(Problems problems, JsonNode before, JsonNode after) {
    if (before.isMissingNode() || before.equals(after)) {
      return;
    }
    if (after.isMissingNode()) {
      problems.invalid(
          "spec.activeDeadlineSeconds",
          after,
          "must not update from a positive integer to nil value");
    } else if (after.asLong() > before.asLong()) {
      problems.invalid(
          "spec.activeDeadlineSeconds", after, "must be less than or equal to previous value");
    }
  }

  private static void tolerations(Problems problems, JsonNode before, JsonNode after) {
    List<JsonNode> now = new ArrayList<>();
    after.forEach(now::add);
    for (JsonNode each : before) {
      if (!now.contains(each)) {
        problems.forbidden(
            "spec.tolerations",
            "existing toleration can not be modified except its tolerationSeconds");
        return;
      }
    }
  }

  /** What may not change: all but a few fields, which are as they were before. */
  private static ObjectNode rest(JsonNode before, JsonNode spec) {
    ObjectNode rest = spec.deepCopy();
    rest.remove(List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"));
    boolean gated = !before.path("schedulingGates").isEmpty();
    if (gated || spec.path("schedulingGates").isEmpty()) {
      rest.remove("schedulingGates");
    }
    if (gated) {
      rest.remove(List.of("nodeSelector", "affinity"));
    }
    if (!before.has("terminationGracePeriodSeconds")
        || before.path("terminationGracePeriodSeconds").asLong() >= 0) {
      rest.set("terminationGracePeriodSeconds", spec.path("terminationGracePeriodSeconds"));
    }
    for (String list : List.of("containers", "initContainers")) {
      Defaults.objects(rest, list).forEach(each -> each.remove("image"));
    }
    return rest;
  }
}
