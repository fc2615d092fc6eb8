package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks what the scale of a custom resource is made of.
 *
 * @param replicaPaths such as {@code .spec.replicas}
 */
record ScaleChecks(List<String> replicaPaths) {

  static ScaleChecks of(ResourceType type) {
    List<String> paths = new ArrayList<>();
    if (type.definition() != null) {
      JsonNode scale = type.definition().path("subresources").path("scale");
      for (String each : List.of("specReplicasPath", "statusReplicasPath")) {
        if (scale.path(each).isTextual()) {
          paths.add(scale.path(each).asText());
        }
      }
    }
    return new ScaleChecks(List.copyOf(paths));
  }

  List<FieldProblem> check(JsonNode object) {
    List<FieldProblem> problems = new ArrayList<>();
    replicaPaths.forEach(each -> check(object, each, problems));
    return problems;
  }

  private static void check(JsonNode object, String path, List<FieldProblem> problems) {
    JsonNode value = object;
    for (String each : path.substring(1).split("\\.", -1)) {
      if (!value.isObject()) {
        problems.add(inaccessible(path, value, "map[string]interface{}"));
        return;
      }
      value = value.path(each);
      if (value.isMissingNode()) {
        return;
      }
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      problems.add(inaccessible(path, value, "int64"));
    } else if (value.asLong() < 0) {
      problems.add(FieldProblem.invalid(path, value, "should be a non-negative integer"));
    } else if (value.asLong() > Integer.MAX_VALUE) {
      String why = "should be less than or equal to " + Integer.MAX_VALUE;
      problems.add(FieldProblem.invalid(path, value, why));
    }
  }

  /** In the words of Go, in which the real one says it. */
  private static FieldProblem inaccessible(String path, JsonNode value, String expected) {
    String type =
        switch (value.getNodeType()) {
          case OBJECT -> "map[string]interface {}";
          case ARRAY -> "[]interface {}";
          case STRING -> "string";
          case BOOLEAN -> "bool";
          case NUMBER -> "float64";
          default -> "<nil>";
        };
    String shown = value.isContainerNode() && value.isEmpty() ? value.toString() : value.asText();
    return FieldProblem.invalid(
        path,
        0,
        path + " accessor error: " + shown + " is of the type " + type + ", expected " + expected);
  }
}
