package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.client.Metadata;
import java.util.Map;
import java.util.Optional;

/** Whether a pod may run on a node: taints, selectors, required affinity to nodes, and room. */
final class NodeFitting {

  private static final int PODS_MAX = 110;

  private NodeFitting() {}

  /** Why not, in the scheduler's words; empty when it may. */
  static Optional<String> obstacle(JsonNode pod, JsonNode node, int load) {
    if (node.path("spec").path("unschedulable").asBoolean()
        && !tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule")) {
      return Optional.of("node(s) were unschedulable");
    }
    if (!Conditions.isTrue(node.path("status"), "Ready")) {
      return Optional.of("node(s) were not ready");
    }
    Optional<String> taint = untolerated(pod, node);
    if (taint.isPresent()) {
      return taint;
    }
    if (!selected(pod, node)) {
      return Optional.of("node(s) didn't match Pod's node affinity/selector");
    }
    int most = node.path("status").path("allocatable").path("pods").asInt(PODS_MAX);
    return load >= most ? Optional.of("Too many pods") : Optional.empty();
  }

  /** The first taint that keeps a pod away. */
  static Optional<String> untolerated(JsonNode pod, JsonNode node) {
    for (JsonNode each : node.path("spec").path("taints")) {
      String effect = each.path("effect").asText();
      String key = each.path("key").asText();
      String value = each.path("value").asText();
      if (!effect.equals("PreferNoSchedule") && !tolerates(pod, key, value, effect)) {
        return Optional.of("node(s) had untolerated taint {%s: %s}".formatted(key, value));
      }
    }
    return Optional.empty();
  }

  /** Whether node selector and required affinity hold. */
  static boolean selected(JsonNode pod, JsonNode node) {
    Map<String, String> labels = Metadata.labels(node);
    if (!Selectors.plain(pod.path("spec").path("nodeSelector"), labels)) {
      return false;
    }
    JsonNode terms =
        pod.path("spec")
            .path("affinity")
            .path("nodeAffinity")
            .path("requiredDuringSchedulingIgnoredDuringExecution")
            .path("nodeSelectorTerms");
    if (terms.isMissingNode()) {
      return true;
    }
    Map<String, String> fields = Map.of("metadata.name", Metadata.name(node));
    for (JsonNode each : terms) {
      boolean some =
          !each.path("matchExpressions").isEmpty() || !each.path("matchFields").isEmpty();
      if (some
          && Selectors.expressions(each.path("matchExpressions"), labels)
          && Selectors.expressions(each.path("matchFields"), fields)) {
        return true;
      }
    }
    return false;
  }

  private static boolean tolerates(JsonNode pod, String key, String value, String effect) {
    for (JsonNode each : pod.path("spec").path("tolerations")) {
      String ofEffect = each.path("effect").asText();
      boolean exists = each.path("operator").asText().equals("Exists");
      String ofKey = each.path("key").asText();
      boolean keys = ofKey.equals(key) || (ofKey.isEmpty() && exists);
      boolean values = exists || each.path("value").asText().equals(value);
      if (keys && values && (ofEffect.isEmpty() || ofEffect.equals(effect))) {
        return true;
      }
    }
    return false;
  }
}
