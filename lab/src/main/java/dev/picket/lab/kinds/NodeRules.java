package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes. */
final class NodeRules implements KindRules {

  private static final List<String> FACTS =
      List.of(
          "machineID",
          "systemUUID",
          "bootID",
          "kernelVersion",
          "osImage",
          "containerRuntimeVersion",
          "kubeletVersion",
          "kubeProxyVersion",
          "operatingSystem",
          "architecture");

  @Override
  public void complete(ObjectNode node) {
    Defaults.object(node, "spec");
    ObjectNode status = Defaults.object(node, "status");
    ObjectNode endpoint =
        Defaults.object(Defaults.object(status, "daemonEndpoints"), "kubeletEndpoint");
    Defaults.put(endpoint, "Port", 0);
    ObjectNode facts = Defaults.object(status, "nodeInfo");
    FACTS.forEach(each -> Defaults.put(facts, each, ""));
    if (!status.has("allocatable") && status.path("capacity") instanceof ObjectNode capacity) {
      ObjectNode allocatable = status.putObject("allocatable");
      for (Map.Entry<String, JsonNode> each : capacity.properties()) {
        allocatable.set(each.getKey(), each.getValue());
      }
    }
  }

  @Override
  public boolean createdWithStatus() {
    return true;
  }

  @Override
  public List<FieldProblem> check(ObjectNode node) {
    Problems problems = new Problems();
    JsonNode taints = node.path("spec").path("taints");
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < taints.size(); index++) {
      JsonNode taint = taints.get(index);
      String place = "metadata.taints[" + index + "]";
      String key = taint.path("key").asText();
      problems.format(place + ".key", key, Formats.qualifiedName(key));
      String value = taint.path("value").asText();
      problems.format(place + ".value", value, Formats.labelValue(value));
      if (taint.path("effect").asText().isEmpty()) {
        problems.required(place + ".effect", "");
      } else {
        problems.oneOf(
            place + ".effect",
            taint.path("effect"),
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute"));
      }
      if (!seen.add(key + "=" + taint.path("effect").asText())) {
        problems.add(
            FieldProblem.of(
                FieldProblem.Reason.DUPLICATE,
                place,
                taint,
                "taints must be unique by key and effect pair"));
      }
    }
    return problems.found();
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    for (String field : List.of("podCIDR", "providerID")) {
      JsonNode before = former.path("spec").path(field);
      JsonNode after = next.path("spec").path(field);
      if (!before.asText().isEmpty() && !before.equals(after)) {
        problems.forbidden(
            "spec." + field, "node updates may not change " + field + " except from \"\" to valid");
      }
    }
    List<FieldProblem> all = new ArrayList<>(problems.found());
    all.addAll(check(next));
    return all;
  }
}
