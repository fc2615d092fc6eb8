package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The older, flat form of an autoscaler's metrics, as annotations have it, and the newer one. */
final class AutoscalerMetrics {

  private static final int DEPTH_MAX = 8;

  private AutoscalerMetrics() {}

  /**
   * The flat form of a metric.
   *
   * @param status whether it says what is, not what shall be
   */
  static ObjectNode older(ObjectNode metric, boolean status) {
    String type = metric.path("type").asText();
    ObjectNode older = Json.object().put("type", type);
    String field = field(type);
    JsonNode source = metric.path(field);
    ObjectNode flat = older.putObject(field);
    JsonNode amounts = source.path(status ? "current" : "target");
    String prefix = status ? "current" : "target";
    copy(source, "name", flat, "name");
    copy(source, "container", flat, "container");
    copy(source, "describedObject", flat, "target");
    copy(source.path("metric"), "name", flat, "metricName");
    copy(source.path("metric"), "selector", flat, selector(type));
    copy(amounts, "value", flat, prefix + "Value");
    copy(amounts, "averageUtilization", flat, prefix + "AverageUtilization");
    copy(amounts, "averageValue", flat, average(type, prefix));
    return older;
  }

  /** The newer form of a flat metric. */
  static ObjectNode newer(ObjectNode metric, boolean status) {
    String type = metric.path("type").asText();
    ObjectNode newer = Json.object().put("type", type);
    String field = field(type);
    JsonNode flat = metric.path(field);
    ObjectNode source = newer.putObject(field);
    String prefix = status ? "current" : "target";
    copy(flat, "name", source, "name");
    copy(flat, "container", source, "container");
    copy(flat, "target", source, "describedObject");
    if (flat.has("metricName")) {
      ObjectNode identifier = source.putObject("metric");
      copy(flat, "metricName", identifier, "name");
      copy(flat, selector(type), identifier, "selector");
    }
    ObjectNode amounts = source.putObject(prefix);
    copy(flat, prefix + "Value", amounts, "value");
    copy(flat, prefix + "AverageUtilization", amounts, "averageUtilization");
    copy(flat, average(type, prefix), amounts, "averageValue");
    if (!status) {
      amounts.put(
          "type",
          amounts.has("averageUtilization")
              ? "Utilization"
              : amounts.has("averageValue") ? "AverageValue" : "Value");
    }
    return newer;
  }

  private static String field(String type) {
    return type.isEmpty() ? "" : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  private static String selector(String type) {
    return type.equals("External") ? "metricSelector" : "selector";
  }

  private static String average(String type, String prefix) {
    return type.equals("Object") ? "averageValue" : prefix + "AverageValue";
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    JsonNode value = from.get(name);
    if (value != null && !value.isNull()) {
      to.set(as, value);
    }
  }

  /** A behavior with the names that its annotation has, which begin with capitals. */
  static JsonNode raised(JsonNode behavior) {
    return renamed(
        behavior, each -> each.substring(0, 1).toUpperCase(Locale.ROOT) + each.substring(1), 0);
  }

  /** A behavior as its annotation has it with the usual names. */
  static JsonNode lowered(JsonNode behavior) {
    return renamed(
        behavior, each -> each.substring(0, 1).toLowerCase(Locale.ROOT) + each.substring(1), 0);
  }

  private static JsonNode renamed(JsonNode node, UnaryOperator<String> name, int depth) {
    if (depth > DEPTH_MAX) {
      return node;
    }
    if (node.isArray()) {
      ArrayNode renamed = Json.array();
      node.forEach(each -> renamed.add(renamed(each, name, depth + 1)));
      return renamed;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode renamed = Json.object();
    for (Map.Entry<String, JsonNode> each : List.copyOf(node.properties())) {
      if (!each.getKey().isEmpty() && !each.getValue().isNull()) {
        renamed.set(name.apply(each.getKey()), renamed(each.getValue(), name, depth + 1));
      }
    }
    return renamed;
  }
}
