package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a pod's row shows: above all its status, drawn together from those of its containers. */
final class PodCells {

  static final List<Column> COLUMNS =
      List.of(
          Cells.NAME,
          Cells.text("Ready", pod -> Summary.of(pod).ready()),
          Cells.text("Status", pod -> Summary.of(pod).reason()),
          Cells.text("Restarts", (pod, now) -> Summary.of(pod).restarts(now)),
          Cells.AGE,
          Cells.wide("IP", pod -> Cells.or(pod.at("/status/podIPs/0/ip"), podIp(pod))),
          Cells.wide("Node", pod -> Cells.or(pod.at("/spec/nodeName"), Cells.NONE)),
          Cells.wide(
              "Nominated Node", pod -> Cells.or(pod.at("/status/nominatedNodeName"), Cells.NONE)),
          Cells.wide("Readiness Gates", PodCells::readinessGates));

  private PodCells() {}

  /** What a row says of a pod that has ended. */
  static ArrayNode conditions(JsonNode pod) {
    ArrayNode conditions = Json.array();
    String phase = pod.at("/status/phase").asText("");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      conditions
          .addObject()
          .put("type", "Completed")
          .put("status", "True")
          .put("reason", phase)
          .put(
              "message",
              phase.equals("Failed") ? "The pod failed." : "The pod has completed successfully.");
    }
    return conditions;
  }

  private static String podIp(JsonNode pod) {
    return Cells.or(pod.at("/status/podIP"), Cells.NONE);
  }

  private static String readinessGates(JsonNode pod) {
    JsonNode gates = pod.at("/spec/readinessGates");
    int open = 0;
    for (JsonNode each : gates) {
      if (Cells.condition(pod, each.path("conditionType").asText("")).equals("True")) {
        open++;
      }
    }
    return gates.isEmpty() ? Cells.NONE : open + "/" + gates.size();
  }

  /** What containers add up to. Used by one thread, for one pod. */
  private static final class Summary {

    private final JsonNode pod;
    private final Set<String> sidecars = new HashSet<>();
    private String reason;
    private int ready;
    private long restarts;
    private long sidecarRestarts;
    private String lastRestart = "";
    private String lastSidecarRestart = "";
    private boolean running;

    private Summary(JsonNode pod) {
      this.pod = pod;
      this.reason = Cells.or(pod.at("/status/reason"), pod.at("/status/phase").asText(""));
    }

    static Summary of(JsonNode pod) {
      Summary summary = new Summary(pod);
      for (JsonNode each : pod.at("/status/conditions")) {
        if (each.path("type").asText("").equals("PodScheduled")
            && each.path("reason").asText("").equals("SchedulingGated")) {
          summary.reason = "SchedulingGated";
        }
      }
      for (JsonNode each : pod.at("/spec/initContainers")) {
        if (each.path("restartPolicy").asText("").equals("Always")) {
          summary.sidecars.add(each.path("name").asText(""));
        }
      }
      if (!summary.initializes() || Cells.condition(pod, "Initialized").equals("True")) {
        summary.runs();
      }
      return summary;
    }

    String ready() {
      return ready + "/" + (pod.at("/spec/containers").size() + sidecars.size());
    }

    String reason() {
      if (!Cells.deleting(pod)) {
        return reason;
      }
      if (pod.at("/status/reason").asText("").equals("NodeLost")) {
        return "Unknown";
      }
      String phase = pod.at("/status/phase").asText("");
      return phase.equals("Succeeded") || phase.equals("Failed") ? reason : "Terminating";
    }

    String restarts(Instant now) {
      return restarts == 0 || lastRestart.isEmpty()
          ? Long.toString(restarts)
          : restarts + " (" + Ages.since(lastRestart, now) + " ago)";
    }

    /** Whether an init container holds everything up. */
    private boolean initializes() {
      int index = 0;
      for (JsonNode each : pod.at("/status/initContainerStatuses")) {
        boolean sidecar = sidecars.contains(each.path("name").asText(""));
        count(each, sidecar);
        JsonNode terminated = each.at("/state/terminated");
        boolean done =
            (terminated.isObject() && terminated.path("exitCode").asInt() == 0)
                || (sidecar && each.path("started").asBoolean());
        if (!done) {
          reason = "Init:" + initReason(each, terminated, index);
          return true;
        }
        if (!terminated.isObject() && each.path("ready").asBoolean()) {
          ready++;
        }
        index++;
      }
      return false;
    }

    private String initReason(JsonNode container, JsonNode terminated, int index) {
      if (terminated.isObject()) {
        return Cells.or(terminated.path("reason"), exit(terminated));
      }
      String waiting = container.at("/state/waiting/reason").asText("");
      return waiting.isEmpty() || waiting.equals("PodInitializing")
          ? index + "/" + pod.at("/spec/initContainers").size()
          : waiting;
    }

    private void runs() {
      restarts = sidecarRestarts;
      lastRestart = lastSidecarRestart;
      JsonNode statuses = pod.at("/status/containerStatuses");
      for (int index = statuses.size() - 1; index >= 0; index--) {
        JsonNode status = statuses.get(index);
        count(status, false);
        JsonNode terminated = status.at("/state/terminated");
        String waiting = status.at("/state/waiting/reason").asText("");
        if (!waiting.isEmpty()) {
          reason = waiting;
        } else if (terminated.isObject()) {
          reason = Cells.or(terminated.path("reason"), exit(terminated));
        } else if (status.path("ready").asBoolean() && status.at("/state/running").isObject()) {
          running = true;
          ready++;
        }
      }
      if (reason.equals("Completed") && running) {
        reason = Cells.condition(pod, "Ready").equals("True") ? "Running" : "NotReady";
      }
    }

    private void count(JsonNode status, boolean sidecar) {
      long count = status.path("restartCount").asLong();
      String ended = status.at("/lastState/terminated/finishedAt").asText("");
      restarts += count;
      lastRestart = later(lastRestart, ended);
      if (sidecar) {
        sidecarRestarts += count;
        lastSidecarRestart = later(lastSidecarRestart, ended);
      }
    }

    /** Times in one format compare as texts. */
    private static String later(String one, String other) {
      return one.compareTo(other) < 0 ? other : one;
    }

    private static String exit(JsonNode terminated) {
      int signal = terminated.path("signal").asInt();
      return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt();
    }
  }
}
