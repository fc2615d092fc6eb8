package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Timestamps;
import dev.picket.lab.workloads.Action.Happening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The statuses that a kubelet gives a pod on its way: created, init containers one after the other,
 * running, ready, ended. No container runs; each state is only told.
 */
final class PodLife {

  static final String KUBELET = "kubelet";

  private final Caches caches;
  private final PodAddresses addresses;

  PodLife(Caches caches, PodAddresses addresses) {
    this.caches = caches;
    this.addresses = addresses;
  }

  /** The functions by the names that stages know them by. */
  Map<String, StatusFunction> functions() {
    return Map.of(
        "podCreated", this::created,
        "podInitStep", PodLife::initStep,
        "podStarted", (pod, status, now) -> run(pod, status, false, now),
        "podReady", (pod, status, now) -> run(pod, status, true, now),
        "podSucceeded", (pod, status, now) -> end(status, 0, now),
        "podFailed", (pod, status, now) -> end(status, 1, now),
        "podCrashed", PodLife::crash,
        "podStopping", (pod, status, now) -> stopping(pod, status));
  }

  private List<Happening> created(ObjectNode pod, ObjectNode status, Instant now) {
    String time = Timestamps.seconds(now);
    String host = host(pod);
    String address = pod.path("spec").path("hostNetwork").asBoolean() ? host : addresses.next();
    List<String> init = names(pod, "initContainers", false);
    List<String> all = names(pod, "containers", true);
    status.put("phase", "Pending");
    Conditions.set(status, "PodReadyToStartContainers", "True", "", "", time);
    if (init.isEmpty()) {
      Conditions.set(status, "Initialized", "True", "", "", time);
    } else {
      Conditions.set(
          status,
          "Initialized",
          "False",
          "ContainersNotInitialized",
          "containers with incomplete status: [" + String.join(" ", init) + "]",
          time);
    }
    String message = "containers with unready status: [" + String.join(" ", all) + "]";
    Conditions.set(status, "Ready", "False", "ContainersNotReady", message, time);
    Conditions.set(status, "ContainersReady", "False", "ContainersNotReady", message, time);
    Conditions.set(status, "PodScheduled", "True", "", "", time);
    status.put("hostIP", host).put("podIP", address).put("startTime", time);
    status.putArray("hostIPs").addObject().put("ip", host);
    status.putArray("podIPs").addObject().put("ip", address);
    boolean waits = pod.path("spec").path("initContainers").size() > 0;
    wait(pod, status, "initContainers", "initContainerStatuses", "PodInitializing");
    wait(
        pod,
        status,
        "containers",
        "containerStatuses",
        waits ? "PodInitializing" : "ContainerCreating");
    return List.of();
  }

  /** Starts the next init container, or ends the one that runs; a sidecar stays and is ready. */
  private static List<Happening> initStep(ObjectNode pod, ObjectNode status, Instant now) {
    List<Happening> told = new ArrayList<>();
    JsonNode containers = pod.path("spec").path("initContainers");
    int index = 0;
    for (JsonNode each : status.path("initContainerStatuses")) {
      ObjectNode container = (ObjectNode) each;
      JsonNode spec = containers.path(index);
      index++;
      if (container.path("state").has("waiting")) {
        start(container, spec, now);
        tellStart(pod, spec, "spec.initContainers", told);
        if (!sidecar(spec)) {
          return told;
        }
        container.put("ready", true);
      } else if (container.path("state").has("running") && !sidecar(spec)) {
        terminate(container, 0, now);
        container.put("ready", true);
      }
    }
    Conditions.set(status, "Initialized", "True", "", "", Timestamps.seconds(now));
    return told;
  }

  private static List<Happening> run(
      ObjectNode pod, ObjectNode status, boolean ready, Instant now) {
    List<Happening> told = new ArrayList<>();
    JsonNode containers = pod.path("spec").path("containers");
    int index = 0;
    for (JsonNode each : status.path("containerStatuses")) {
      ObjectNode container = (ObjectNode) each;
      if (!container.path("state").has("running")) {
        start(container, containers.path(index), now);
        tellStart(pod, containers.path(index), "spec.containers", told);
      }
      container.put("ready", ready);
      index++;
    }
    status.put("phase", "Running");
    readiness(pod, status, ready, now);
    return told;
  }

  /** Sets the conditions that say whether it is ready, with its gates. */
  private static void readiness(ObjectNode pod, ObjectNode status, boolean ready, Instant now) {
    String time = Timestamps.seconds(now);
    String unready =
        "containers with unready status: ["
            + String.join(" ", names(pod, "containers", true))
            + "]";
    List<String> closed = new ArrayList<>();
    for (JsonNode each : pod.path("spec").path("readinessGates")) {
      String type = each.path("conditionType").asText();
      if (!Conditions.isTrue(status, type)) {
        closed.add(
            "corresponding condition of pod readiness gate \""
                + type
                + "\" does not exist or is not \"True\".");
      }
    }
    if (!ready) {
      Conditions.set(status, "ContainersReady", "False", "ContainersNotReady", unready, time);
      Conditions.set(status, "Ready", "False", "ContainersNotReady", unready, time);
      return;
    }
    Conditions.set(status, "ContainersReady", "True", "", "", time);
    if (closed.isEmpty()) {
      Conditions.set(status, "Ready", "True", "", "", time);
    } else {
      Conditions.set(
          status, "Ready", "False", "ReadinessGatesNotReady", String.join(", ", closed), time);
    }
  }

  private static List<Happening> end(ObjectNode status, int code, Instant now) {
    String time = Timestamps.seconds(now);
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode each : status.path(list)) {
        if (each instanceof ObjectNode container && !each.path("state").has("terminated")) {
          terminate(container, list.startsWith("init") ? 0 : code, now);
          container.put("ready", false);
        }
      }
    }
    status.put("phase", code == 0 ? "Succeeded" : "Failed");
    String reason = code == 0 ? "PodCompleted" : "PodFailed";
    if (code == 0) {
      Conditions.set(status, "Initialized", "True", reason, "", time);
    }
    Conditions.set(status, "PodReadyToStartContainers", "False", "", "", time);
    Conditions.set(status, "ContainersReady", "False", reason, "", time);
    Conditions.set(status, "Ready", "False", reason, "", time);
    return List.of();
  }

  private static List<Happening> crash(ObjectNode pod, ObjectNode status, Instant now) {
    List<Happening> told = new ArrayList<>();
    for (JsonNode each : status.path("containerStatuses")) {
      if (each instanceof ObjectNode container && each.path("state").has("running")) {
        terminate(container, 1, now);
        container.set("lastState", container.path("state").deepCopy());
        String message =
            "back-off restarting failed container=%s pod=%s_%s(%s)"
                .formatted(
                    container.path("name").asText(),
                    Metadata.name(pod),
                    Metadata.namespace(pod),
                    Metadata.uid(pod));
        container
            .putObject("state")
            .putObject("waiting")
            .put("reason", "CrashLoopBackOff")
            .put("message", message);
        container.put("restartCount", container.path("restartCount").asInt() + 1);
        container.put("ready", false).put("started", false);
        told.add(
            new Happening(
                pod,
                KUBELET,
                Pods.node(pod),
                "Warning",
                "BackOff",
                message.replaceFirst("back-off", "Back-off"),
                "spec.containers{" + container.path("name").asText() + "}"));
      }
    }
    readiness(pod, status, false, now);
    return told;
  }

  private static List<Happening> stopping(ObjectNode pod, ObjectNode status) {
    List<Happening> told = new ArrayList<>();
    for (JsonNode each : status.path("containerStatuses")) {
      if (each.path("state").has("running")) {
        String name = each.path("name").asText();
        told.add(
            new Happening(
                pod,
                KUBELET,
                Pods.node(pod),
                "Normal",
                "Killing",
                "Stopping container " + name,
                "spec.containers{" + name + "}"));
      }
    }
    return told;
  }

  private String host(ObjectNode pod) {
    return caches
        .of(Kinds.NODES)
        .get(new NamespacedName("", Pods.node(pod)))
        .map(node -> node.path("status").path("addresses").path(0).path("address").asText())
        .orElse("");
  }

  private static void wait(
      ObjectNode pod, ObjectNode status, String specs, String statuses, String reason) {
    ArrayNode list = Json.array();
    for (JsonNode each : pod.path("spec").path(specs)) {
      ObjectNode container = list.addObject().put("name", each.path("name").asText());
      container.putObject("state").putObject("waiting").put("reason", reason);
      container.putObject("lastState");
      container.put("ready", false).put("restartCount", 0);
      container.put("image", each.path("image").asText()).put("imageID", "").put("started", false);
    }
    if (list.isEmpty()) {
      status.remove(statuses);
    } else {
      status.set(statuses, list);
    }
  }

  private static void start(ObjectNode container, JsonNode spec, Instant now) {
    container.putObject("state").putObject("running").put("startedAt", Timestamps.seconds(now));
    container.put("image", spec.path("image").asText());
    container.put("imageID", "lab://" + spec.path("image").asText());
    container.put("containerID", "lab://" + container.path("name").asText());
    container.put("started", true);
  }

  private static void terminate(ObjectNode container, int code, Instant now) {
    String time = Timestamps.seconds(now);
    String started = container.path("state").path("running").path("startedAt").asText(time);
    container
        .putObject("state")
        .putObject("terminated")
        .put("exitCode", code)
        .put("reason", code == 0 ? "Completed" : "Error")
        .put("startedAt", started)
        .put("finishedAt", time)
        .put("containerID", "lab://" + container.path("name").asText());
    container.put("started", false);
  }

  private static void tellStart(ObjectNode pod, JsonNode spec, String field, List<Happening> told) {
    String name = spec.path("name").asText();
    String path = field + "{" + name + "}";
    String image = spec.path("image").asText();
    Map<String, String> messages =
        Map.of(
            "Pulled", "Container image \"" + image + "\" already present on machine",
            "Created", "Created container: " + name,
            "Started", "Started container " + name);
    for (String reason : List.of("Pulled", "Created", "Started")) {
      told.add(
          new Happening(
              pod,
              KUBELET,
              Pods.node(pod),
              "Normal",
              reason,
              messages.getOrDefault(reason, ""),
              path));
    }
  }

  private static boolean sidecar(JsonNode container) {
    return container.path("restartPolicy").asText().equals("Always");
  }

  private static List<String> names(ObjectNode pod, String list, boolean sidecars) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : pod.path("spec").path(list)) {
      if (sidecars || !sidecar(each)) {
        names.add(each.path("name").asText());
      }
    }
    return names;
  }
}
