package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** LimitRanges. */
final class LimitRangeRules implements KindRules {

  @Override
  public void complete(ObjectNode range) {
    for (ObjectNode limit : Defaults.objects(range.path("spec"), "limits")) {
      if (limit.path("type").asText().equals("Container")) {
        fill(limit, "default", "max");
        fill(limit, "defaultRequest", "default");
        fill(limit, "defaultRequest", "min");
      }
    }
  }

  private static void fill(ObjectNode limit, String field, String from) {
    for (Map.Entry<String, JsonNode> each : limit.path(from).properties()) {
      Defaults.put(Defaults.object(limit, field), each.getKey(), each.getValue().asText());
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode range) {
    Problems problems = new Problems();
    JsonNode limits = range.path("spec").path("limits");
    Set<String> types = new HashSet<>();
    for (int index = 0; index < limits.size(); index++) {
      JsonNode limit = limits.get(index);
      String place = "spec.limits[" + index + "]";
      String type = limit.path("type").asText();
      if (!types.add(type)) {
        problems.duplicate(place + ".type", type);
      }
      if (type.equals("Pod")) {
        for (String field : List.of("default", "defaultRequest")) {
          if (limit.has(field)) {
            problems.forbidden(place + "." + field, "may not be specified when `type` is 'Pod'");
          }
        }
      }
      ordered(problems, limit, place, "min", "max");
      ordered(problems, limit, place, "min", "defaultRequest");
      ordered(problems, limit, place, "min", "default");
      ordered(problems, limit, place, "defaultRequest", "max");
      ordered(problems, limit, place, "defaultRequest", "default");
      ordered(problems, limit, place, "default", "max");
    }
    return problems.found();
  }

  private static void ordered(
      Problems problems, JsonNode limit, String place, String less, String more) {
    String blamed = less.equals("min") ? more.equals("max") ? "min" : more : less;
    for (Map.Entry<String, JsonNode> each : limit.path(less).properties()) {
      JsonNode other = limit.path(more).path(each.getKey());
      if (!other.isMissingNode()
          && ResourceChecks.quantity(each.getValue()).compareTo(ResourceChecks.quantity(other))
              > 0) {
        problems.invalid(
            place + "." + blamed + "[" + each.getKey() + "]",
            limit.path(blamed).path(each.getKey()),
            "%s value %s is greater than %s value %s"
                .formatted(words(less), each.getValue().asText(), words(more), other.asText()));
      }
    }
  }

  private static String words(String field) {
    return field.equals("defaultRequest") ? "default request" : field;
  }
}
