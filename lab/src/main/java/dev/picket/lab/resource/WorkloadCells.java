package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rows of what runs pods. */
final class WorkloadCells {

  private static final List<String> JOB_CONDITIONS =
      List.of("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet");
  private static final int METRICS_SHOWN = 2;

  private WorkloadCells() {}

  static List<Column> deployment() {
    return List.of(
        Cells.NAME,
        Cells.text("Ready", WorkloadCells::readyOfDesired),
        Cells.numberAmongTexts("Up-to-date", "/status/updatedReplicas"),
        Cells.numberAmongTexts("Available", "/status/availableReplicas"),
        Cells.AGE,
        containers("/spec/template"),
        images("/spec/template"),
        Cells.wide("Selector", object -> Cells.selector(object.at("/spec/selector"))));
  }

  static List<Column> replicaSet() {
    return replicas(Cells.wide("Selector", object -> Cells.selector(object.at("/spec/selector"))));
  }

  static List<Column> replicationController() {
    return replicas(Cells.wide("Selector", object -> Cells.labels(object.at("/spec/selector"))));
  }

  static List<Column> statefulSet() {
    return List.of(
        Cells.NAME,
        Cells.text("Ready", WorkloadCells::readyOfDesired),
        Cells.AGE,
        containers("/spec/template"),
        images("/spec/template"));
  }

  static List<Column> daemonSet() {
    return List.of(
        Cells.NAME,
        Cells.number("Desired", "/status/desiredNumberScheduled"),
        Cells.number("Current", "/status/currentNumberScheduled"),
        Cells.number("Ready", "/status/numberReady"),
        Cells.number("Up-to-date", "/status/updatedNumberScheduled"),
        Cells.number("Available", "/status/numberAvailable"),
        Cells.text(
            "Node Selector", object -> Cells.labels(object.at("/spec/template/spec/nodeSelector"))),
        Cells.AGE,
        containers("/spec/template"),
        images("/spec/template"),
        Cells.wide("Selector", object -> Cells.selector(object.at("/spec/selector"))));
  }

  static List<Column> job() {
    return List.of(
        Cells.NAME,
        Cells.text("Status", WorkloadCells::jobStatus),
        Cells.text("Completions", WorkloadCells::completions),
        Cells.text("Duration", WorkloadCells::jobDuration),
        Cells.AGE,
        containers("/spec/template"),
        images("/spec/template"),
        Cells.wide("Selector", object -> Cells.selector(object.at("/spec/selector"))));
  }

  static List<Column> cronJob() {
    return List.of(
        Cells.NAME,
        Cells.text("Schedule", "/spec/schedule"),
        Cells.text("Timezone", object -> Cells.or(object.at("/spec/timeZone"), Cells.NONE)),
        Cells.value("Suspend", "boolean", WorkloadCells::suspended),
        Cells.count("Active", "integer", "/status/active"),
        Cells.text(
            "Last Schedule",
            (object, now) -> {
              String last = object.at("/status/lastScheduleTime").asText("");
              return last.isEmpty() ? Cells.NONE : Ages.since(last, now);
            }),
        Cells.AGE,
        containers("/spec/jobTemplate/spec/template"),
        images("/spec/jobTemplate/spec/template"),
        Cells.wide(
            "Selector", object -> Cells.selector(object.at("/spec/jobTemplate/spec/selector"))));
  }

  static List<Column> podTemplate() {
    return List.of(
        Cells.NAME,
        Cells.text(
            "Containers",
            object -> Cells.joined(object.at("/template/spec/containers"), "name", ",")),
        Cells.text(
            "Images", object -> Cells.joined(object.at("/template/spec/containers"), "image", ",")),
        Cells.text("Pod Labels", object -> Cells.labels(object.at("/template/metadata/labels"))));
  }

  static List<Column> controllerRevision() {
    return List.of(
        Cells.NAME,
        Cells.text("Controller", WorkloadCells::controller),
        Cells.value("Revision", "string", object -> object.path("revision")),
        Cells.AGE);
  }

  static List<Column> disruptionBudget() {
    return List.of(
        Cells.NAME,
        Cells.text("Min Available", object -> Cells.or(object.at("/spec/minAvailable"), "N/A")),
        Cells.text("Max Unavailable", object -> Cells.or(object.at("/spec/maxUnavailable"), "N/A")),
        Cells.number("Allowed Disruptions", "/status/disruptionsAllowed"),
        Cells.AGE);
  }

  static List<Column> autoscaler() {
    return List.of(
        Cells.NAME,
        Cells.text(
            "Reference",
            object ->
                object.at("/spec/scaleTargetRef/kind").asText("")
                    + "/"
                    + object.at("/spec/scaleTargetRef/name").asText("")),
        Cells.text("Targets", WorkloadCells::metrics),
        Cells.text("MinPods", object -> Cells.or(object.at("/spec/minReplicas"), Cells.UNSET)),
        Cells.value("MaxPods", "string", object -> object.at("/spec/maxReplicas")),
        Cells.numberAmongTexts("Replicas", "/status/currentReplicas"),
        Cells.AGE);
  }

  private static List<Column> replicas(Column selector) {
    return List.of(
        Cells.NAME,
        Cells.number("Desired", WorkloadCells::desired),
        Cells.number("Current", "/status/replicas"),
        Cells.number("Ready", "/status/readyReplicas"),
        Cells.AGE,
        containers("/spec/template"),
        images("/spec/template"),
        selector);
  }

  private static Column containers(String template) {
    return Cells.wide(
        "Containers",
        object -> Cells.joined(object.at(template + "/spec/containers"), "name", ","));
  }

  private static Column images(String template) {
    return Cells.wide(
        "Images", object -> Cells.joined(object.at(template + "/spec/containers"), "image", ","));
  }

  /** One when nothing is said, which is what the API server fills in. */
  private static long desired(JsonNode object) {
    return object.at("/spec/replicas").asLong(1);
  }

  private static String readyOfDesired(JsonNode object) {
    return object.at("/status/readyReplicas").asLong() + "/" + desired(object);
  }

  private static String jobStatus(JsonNode job) {
    for (String each : JOB_CONDITIONS) {
      if (Cells.condition(job, each).equals("True")) {
        return each;
      }
    }
    return Cells.deleting(job) ? "Terminating" : "Running";
  }

  private static String completions(JsonNode job) {
    String succeeded = job.at("/status/succeeded").asLong() + "/";
    JsonNode completions = job.at("/spec/completions");
    if (completions.isNumber()) {
      return succeeded + completions.asLong();
    }
    long parallelism = job.at("/spec/parallelism").asLong();
    return parallelism > 1 ? succeeded + "1 of " + parallelism : succeeded + "1";
  }

  private static String jobDuration(JsonNode job, Instant now) {
    String start = job.at("/status/startTime").asText("");
    String end = job.at("/status/completionTime").asText("");
    if (start.isEmpty()) {
      return "";
    }
    return end.isEmpty() ? Ages.since(start, now) : Ages.between(start, end);
  }

  private static JsonNode suspended(JsonNode object) {
    JsonNode suspend = object.at("/spec/suspend");
    return TextNode.valueOf(
        suspend.isBoolean() ? (suspend.asBoolean() ? "True" : "False") : Cells.UNSET);
  }

  private static String controller(JsonNode object) {
    for (JsonNode each : object.at("/metadata/ownerReferences")) {
      if (each.path("controller").asBoolean()) {
        String version = each.path("apiVersion").asText("");
        int slash = version.indexOf('/');
        String group = slash < 0 ? "" : "." + version.substring(0, slash);
        return each.path("kind").asText("").toLowerCase(Locale.ROOT)
            + group
            + "/"
            + each.path("name").asText("");
      }
    }
    return Cells.NONE;
  }

  private static String metrics(JsonNode autoscaler) {
    JsonNode target = autoscaler.at("/spec/targetCPUUtilizationPercentage");
    if (target.isNumber()) {
      String current =
          Cells.or(autoscaler.at("/status/currentCPUUtilizationPercentage"), Cells.UNKNOWN);
      return "cpu: "
          + (current.equals(Cells.UNKNOWN) ? current : current + "%")
          + "/"
          + target.asInt()
          + "%";
    }
    List<String> shown = new ArrayList<>();
    JsonNode metrics = autoscaler.at("/spec/metrics");
    for (int index = 0; index < metrics.size(); index++) {
      JsonNode now = autoscaler.at("/status/currentMetrics").path(index);
      shown.add(metric(metrics.get(index), now));
    }
    return shown.isEmpty() ? Cells.NONE : Cells.few(shown, METRICS_SHOWN, ", ");
  }

  private static String metric(JsonNode spec, JsonNode status) {
    String type = spec.path("type").asText("");
    String member =
        Map.of(
                "External", "external",
                "Pods", "pods",
                "Object", "object",
                "Resource", "resource",
                "ContainerResource", "containerResource")
            .getOrDefault(type, "");
    JsonNode source = spec.path(member);
    JsonNode target = source.path("target");
    JsonNode current = status.path(member).path("current");
    boolean average = target.hasNonNull("averageValue");
    return switch (member) {
      case "" -> "<unknown type>";
      case "pods" -> currently(current, "averageValue") + target.path("averageValue").asText("");
      case "resource", "containerResource" ->
          source.path("name").asText("")
              + ": "
              + (average
                  ? currently(current, "averageValue") + target.path("averageValue").asText("")
                  : utilization(current, target));
      default ->
          average
              ? currently(current, "averageValue")
                  + target.path("averageValue").asText("")
                  + " (avg)"
              : currently(current, "value") + target.path("value").asText("");
    };
  }

  private static String currently(JsonNode current, String member) {
    return Cells.or(current.path(member), Cells.UNKNOWN) + "/";
  }

  private static String utilization(JsonNode current, JsonNode target) {
    JsonNode now = current.path("averageUtilization");
    JsonNode wanted = target.path("averageUtilization");
    return (now.isNumber() ? now.asInt() + "%" : Cells.UNKNOWN)
        + "/"
        + (wanted.isNumber() ? wanted.asInt() + "%" : "<auto>");
  }
}
