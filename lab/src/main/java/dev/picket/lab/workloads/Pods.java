package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.resource.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What controllers ask about pods, and how they make them. */
final class Pods {

  private Pods() {}

  static String phase(JsonNode pod) {
    return pod.path("status").path("phase").asText();
  }

  static String node(JsonNode pod) {
    return pod.path("spec").path("nodeName").asText();
  }

  /** Whether it neither ended nor is being deleted. */
  static boolean active(JsonNode pod) {
    return !ended(pod) && !Metadata.deleting(pod);
  }

  /** Whether it succeeded or failed. */
  static boolean ended(JsonNode pod) {
    return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
  }

  static boolean ready(JsonNode pod) {
    return Conditions.isTrue(pod.path("status"), "Ready");
  }

  /** Since when it is ready, or is not. */
  static Instant readySince(JsonNode pod) {
    return Conditions.find(pod.path("status"), "Ready")
        .map(each -> each.path("lastTransitionTime").asText())
        .filter(time -> !time.isEmpty())
        .map(Instant::parse)
        .orElse(Instant.EPOCH);
  }

  /**
   * How long until it counts as available; zero when it does.
   *
   * @return empty when it is not ready
   */
  static Optional<Duration> untilAvailable(JsonNode pod, long minReadySeconds, Instant now) {
    if (!ready(pod)) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, readySince(pod).plusSeconds(minReadySeconds));
    return Optional.of(minReadySeconds == 0 || left.isNegative() ? Duration.ZERO : left);
  }

  static boolean available(JsonNode pod, long minReadySeconds, Instant now) {
    return untilAvailable(pod, minReadySeconds, now).filter(Duration::isZero).isPresent();
  }

  static int restarts(JsonNode pod) {
    int restarts = 0;
    for (JsonNode each : pod.path("status").path("containerStatuses")) {
      restarts += each.path("restartCount").asInt();
    }
    return restarts;
  }

  /** A pod from a template, whose name begins with its owner's. */
  static ObjectNode fromTemplate(JsonNode template, JsonNode owner) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("generateName", Metadata.name(owner) + "-");
    metadata.put("namespace", Metadata.namespace(owner));
    for (String each : List.of("labels", "annotations", "finalizers")) {
      JsonNode value = template.path("metadata").path(each);
      if (!value.isMissingNode() && !value.isNull()) {
        metadata.set(each, value.deepCopy());
      }
    }
    Metadata.setController(pod, owner);
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  /** Finds the port of a pod that a service's port leads to; empty when the pod has none. */
  static Optional<Integer> port(JsonNode pod, JsonNode servicePort) {
    JsonNode target = servicePort.path("targetPort");
    if (target.isIntegralNumber() && target.asInt() > 0) {
      return Optional.of(target.asInt());
    }
    if (!target.isTextual() || target.asText().isEmpty()) {
      return Optional.of(servicePort.path("port").asInt());
    }
    String protocol = servicePort.path("protocol").asText("TCP");
    for (JsonNode container : pod.path("spec").path("containers")) {
      for (JsonNode port : container.path("ports")) {
        if (port.path("name").asText().equals(target.asText())
            && port.path("protocol").asText("TCP").equals(protocol)) {
          return Optional.of(port.path("containerPort").asInt());
        }
      }
    }
    return Optional.empty();
  }
}
