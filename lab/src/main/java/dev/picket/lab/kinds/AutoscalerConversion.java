package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Decoder;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.schema.Shape;
import dev.picket.lab.schema.Shapes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * HorizontalPodAutoscalers of autoscaling/v1, which are kept as autoscaling/v2. The first version
 * knows only the share of the CPU; other metrics, the behavior and the conditions travel in
 * annotations, in the form that Kubernetes gave them.
 */
final class AutoscalerConversion implements Conversion {

  private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
  private static final String METRICS = PREFIX + "metrics";
  private static final String CURRENT_METRICS = PREFIX + "current-metrics";
  private static final String CONDITIONS = PREFIX + "conditions";
  private static final String BEHAVIOR = PREFIX + "behavior";
  private static final String SHARE = "targetCPUUtilizationPercentage";
  private static final String CURRENT_SHARE = "currentCPUUtilizationPercentage";

  @Override
  public void toStored(ObjectNode autoscaler) {
    ObjectNode annotations =
        Defaults.object(Defaults.object(autoscaler, "metadata"), "annotations");
    ArrayNode metrics = list(annotations, METRICS, false);
    ArrayNode current = list(annotations, CURRENT_METRICS, true);
    JsonNode behavior = taken(annotations, BEHAVIOR);
    JsonNode conditions = taken(annotations, CONDITIONS);
    if (annotations.isEmpty()) {
      Defaults.object(autoscaler, "metadata").remove("annotations");
    }
    ObjectNode spec = Defaults.object(autoscaler, "spec");
    JsonNode share = spec.remove(SHARE);
    if (share != null) {
      metrics.insert(0, cpu("target", share).put("type", "Resource"));
      target(metrics.get(0)).put("type", "Utilization");
    }
    if (!metrics.isEmpty()) {
      spec.set("metrics", metrics);
    }
    if (behavior.isObject()) {
      spec.set("behavior", AutoscalerMetrics.lowered(behavior));
    }
    if (autoscaler.get("status") instanceof ObjectNode status) {
      JsonNode now = status.remove(CURRENT_SHARE);
      if (now != null) {
        current.insert(0, cpu("current", now).put("type", "Resource"));
      }
      if (!current.isEmpty()) {
        status.set("currentMetrics", current);
      }
      if (conditions.isArray()) {
        status.set("conditions", conditions);
      }
    }
    check(autoscaler);
  }

  /** What came out of annotations was not decoded yet. */
  private static void check(ObjectNode autoscaler) {
    Shape shape =
        Shapes.BUILT_IN.ofKind("autoscaling", "v2", "HorizontalPodAutoscaler").orElseThrow();
    ObjectNode decoded = Decoder.decode(shape, "HorizontalPodAutoscaler", autoscaler).object();
    autoscaler.removeAll();
    autoscaler.setAll(decoded);
  }

  private static ObjectNode target(JsonNode metric) {
    return (ObjectNode) metric.path("resource").path("target");
  }

  private static ObjectNode cpu(String place, JsonNode share) {
    ObjectNode metric = Json.object();
    ObjectNode resource = metric.putObject("resource").put("name", "cpu");
    resource.putObject(place).set("averageUtilization", share);
    return metric;
  }

  private static ArrayNode list(ObjectNode annotations, String name, boolean status) {
    ArrayNode list = Json.array();
    for (JsonNode each : taken(annotations, name)) {
      if (each instanceof ObjectNode metric) {
        list.add(AutoscalerMetrics.newer(metric, status));
      }
    }
    return list;
  }

  /** An annotation's JSON, which is taken away; what is no JSON is left where it is. */
  private static JsonNode taken(ObjectNode annotations, String name) {
    if (!annotations.has(name)) {
      return annotations.path(name);
    }
    try {
      byte[] text = annotations.path(name).asText().getBytes(StandardCharsets.UTF_8);
      JsonNode read = Json.read(text, true);
      annotations.remove(name);
      return read;
    } catch (StatusException malformed) {
      return annotations.path("");
    }
  }

  @Override
  public void fromStored(ObjectNode autoscaler) {
    ObjectNode metadata = Defaults.object(autoscaler, "metadata");
    ObjectNode annotations = Defaults.object(metadata, "annotations");
    ObjectNode spec = Defaults.object(autoscaler, "spec");
    ArrayNode others = Json.array();
    for (JsonNode metric : list(spec.remove("metrics"))) {
      JsonNode share = metric.path("resource").path("target").path("averageUtilization");
      if (isCpu(metric) && !share.isMissingNode() && !spec.has(SHARE)) {
        spec.set(SHARE, share);
      } else {
        others.add(AutoscalerMetrics.older((ObjectNode) metric, false));
      }
    }
    put(annotations, METRICS, others);
    JsonNode behavior = spec.remove("behavior");
    if (behavior != null) {
      annotations.put(BEHAVIOR, AutoscalerMetrics.raised(behavior).toString());
    }
    if (autoscaler.get("status") instanceof ObjectNode status) {
      status(status, annotations);
    }
    if (annotations.isEmpty()) {
      metadata.remove("annotations");
    }
  }

  private static void status(ObjectNode status, ObjectNode annotations) {
    ArrayNode others = Json.array();
    for (JsonNode metric : list(status.remove("currentMetrics"))) {
      JsonNode share = metric.path("resource").path("current").path("averageUtilization");
      if (isCpu(metric) && !share.isMissingNode() && !status.has(CURRENT_SHARE)) {
        status.set(CURRENT_SHARE, share);
      }
      others.add(AutoscalerMetrics.older((ObjectNode) metric, true));
    }
    put(annotations, CURRENT_METRICS, others);
    put(annotations, CONDITIONS, list(status.remove("conditions")));
  }

  private static boolean isCpu(JsonNode metric) {
    return metric.path("type").asText().equals("Resource")
        && metric.path("resource").path("name").asText().equals("cpu");
  }

  private static ArrayNode list(@Nullable JsonNode node) {
    return node instanceof ArrayNode list ? list : Json.array();
  }

  private static void put(ObjectNode annotations, String name, ArrayNode list) {
    if (!list.isEmpty()) {
      annotations.put(name, list.toString());
    }
  }
}
