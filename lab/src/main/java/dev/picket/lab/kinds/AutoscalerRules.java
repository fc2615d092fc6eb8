package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.at;
import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Quantity;
import java.util.List;
import java.util.Set;

/** HorizontalPodAutoscalers, kept as autoscaling/v2. */
final class AutoscalerRules implements KindRules {

  private static final Set<String> TYPES =
      Set.of("Object", "Pods", "Resource", "ContainerResource", "External");
  private static final int WINDOW_MAX = 3600;
  private static final int PERIOD_MAX = 1800;

  @Override
  public void complete(ObjectNode autoscaler) {
    ObjectNode spec = object(autoscaler, "spec");
    put(spec, "minReplicas", 1);
    if (spec.path("metrics").isEmpty()) {
      ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
      ObjectNode target = metric.putObject("resource").put("name", "cpu").putObject("target");
      target.put("type", "Utilization").put("averageUtilization", 80);
    }
    for (ObjectNode behavior : at(spec, "behavior")) {
      up(object(behavior, "scaleUp"));
      down(object(behavior, "scaleDown"));
    }
  }

  private static void up(ObjectNode rules) {
    put(rules, "stabilizationWindowSeconds", 0);
    put(rules, "selectPolicy", "Max");
    if (!rules.has("policies")) {
      var policies = rules.putArray("policies");
      policies.addObject().put("type", "Pods").put("value", 4).put("periodSeconds", 15);
      policies.addObject().put("type", "Percent").put("value", 100).put("periodSeconds", 15);
    }
  }

  private static void down(ObjectNode rules) {
    put(rules, "selectPolicy", "Max");
    if (!rules.has("policies")) {
      rules
          .putArray("policies")
          .addObject()
          .put("type", "Percent")
          .put("value", 100)
          .put("periodSeconds", 15);
    }
  }

  @Override
  public void prepare(ObjectNode autoscaler, Surroundings around) {
    autoscaler.putObject("status").put("currentReplicas", 0).put("desiredReplicas", 0);
  }

  @Override
  public List<FieldProblem> check(ObjectNode autoscaler) {
    Problems problems = new Problems();
    JsonNode spec = autoscaler.path("spec");
    JsonNode least = spec.path("minReplicas");
    if (least.asInt() < 1) {
      problems.invalid("spec.minReplicas", least, "must be greater than or equal to 1");
    }
    JsonNode most = spec.path("maxReplicas");
    if (most.asInt() < 1) {
      problems.invalid("spec.maxReplicas", number(most), "must be greater than 0");
    }
    if (most.asInt() < least.asInt()) {
      problems.invalid(
          "spec.maxReplicas", number(most), "must be greater than or equal to `minReplicas`");
    }
    target(problems, spec.path("scaleTargetRef"), "spec.scaleTargetRef");
    JsonNode metrics = spec.path("metrics");
    for (int index = 0; index < metrics.size(); index++) {
      metric(problems, metrics.get(index), "spec.metrics[" + index + "]");
    }
    for (String direction : List.of("scaleUp", "scaleDown")) {
      JsonNode rules = spec.path("behavior").path(direction);
      if (!rules.isMissingNode()) {
        behavior(problems, rules, "spec.behavior." + direction);
      }
    }
    return problems.found();
  }

  private static JsonNode number(JsonNode value) {
    return value.isMissingNode() ? IntNode.valueOf(0) : value;
  }

  private static void target(Problems problems, JsonNode reference, String path) {
    for (String field : List.of("kind", "name")) {
      String value = reference.path(field).asText();
      if (value.isEmpty()) {
        problems.required(path + "." + field, "");
      } else {
        problems.format(path + "." + field, value, Formats.pathSegment(value));
      }
    }
  }

  private static void metric(Problems problems, JsonNode metric, String path) {
    JsonNode type = metric.path("type");
    if (type.asText().isEmpty()) {
      problems.required(path + ".type", "must specify a metric source type");
      return;
    }
    problems.oneOf(path + ".type", type, TYPES);
    if (!TYPES.contains(type.asText())) {
      return;
    }
    String name = type.asText();
    String field = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    JsonNode source = metric.path(field);
    String place = path + "." + field;
    if (source.isMissingNode()) {
      problems.required(place, "must populate information for the given metric source");
      return;
    }
    if (name.endsWith("esource") && source.path("name").asText().isEmpty()) {
      problems.required(place + ".name", "must specify a resource name");
    }
    if (!name.endsWith("esource") && source.path("metric").path("name").asText().isEmpty()) {
      problems.required(place + ".metric.name", "must specify a metric name");
    }
    amount(problems, source.path("target"), place + ".target");
  }

  private static void amount(Problems problems, JsonNode target, String path) {
    JsonNode type = target.path("type");
    if (type.asText().isEmpty()) {
      problems.required(path + ".type", "must specify a metric target type");
    } else {
      problems.oneOf(path + ".type", type, Set.of("Utilization", "Value", "AverageValue"));
    }
    JsonNode share = target.path("averageUtilization");
    if (!share.isMissingNode() && share.asInt() < 1) {
      problems.invalid(path + ".averageUtilization", share, "must be greater than 0");
    }
    for (String field : List.of("value", "averageValue")) {
      JsonNode amount = target.path(field);
      if (!amount.isMissingNode()
          && ResourceChecks.quantity(amount).compareTo(Quantity.ZERO) <= 0) {
        problems.invalid(path + "." + field, amount, "must be positive");
      }
    }
  }

  private static void behavior(Problems problems, JsonNode rules, String path) {
    JsonNode window = rules.path("stabilizationWindowSeconds");
    problems.notNegative(path + ".stabilizationWindowSeconds", window);
    if (window.asInt() > WINDOW_MAX) {
      problems.invalid(
          path + ".stabilizationWindowSeconds", window, "must be less than or equal to 3600");
    }
    problems.oneOf(
        path + ".selectPolicy", rules.path("selectPolicy"), Set.of("Max", "Min", "Disabled"));
    JsonNode policies = rules.path("policies");
    if (policies.isEmpty()) {
      problems.required(path + ".policies", "must specify at least one Policy");
    }
    for (int index = 0; index < policies.size(); index++) {
      JsonNode policy = policies.get(index);
      String place = path + ".policies[" + index + "]";
      problems.oneOf(place + ".type", policy.path("type"), Set.of("Pods", "Percent"));
      problems.positive(place + ".value", number(policy.path("value")));
      problems.positive(place + ".periodSeconds", number(policy.path("periodSeconds")));
      if (policy.path("periodSeconds").asInt() > PERIOD_MAX) {
        problems.invalid(
            place + ".periodSeconds",
            policy.path("periodSeconds"),
            "must be less than or equal to 1800");
      }
    }
  }
}
