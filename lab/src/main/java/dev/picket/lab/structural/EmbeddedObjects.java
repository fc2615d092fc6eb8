package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the apiVersion, kind and metadata of objects inside of others. */
public final class EmbeddedObjects {

  private static final List<String> TEXTS =
      List.of("name", "generateName", "namespace", "uid", "resourceVersion", "selfLink");
  private static final List<String> MAPS = List.of("labels", "annotations");

  private final List<FieldProblem> problems = new ArrayList<>();

  private EmbeddedObjects() {}

  /** What is wrong inside of a whole object, which itself is not looked at. */
  public static List<FieldProblem> check(JsonNode object, StructuralSchema schema) {
    EmbeddedObjects checks = new EmbeddedObjects();
    checks.inside(object, schema, "");
    return checks.problems;
  }

  /** The same for a value that may be an embedded object itself. */
  static List<FieldProblem> checkValue(JsonNode value, StructuralSchema schema, String path) {
    EmbeddedObjects checks = new EmbeddedObjects();
    checks.value(value, schema, path);
    return checks.problems;
  }

  private void value(JsonNode value, @Nullable StructuralSchema schema, String path) {
    if (schema == null || problems.size() >= Validation.MOST_PROBLEMS) {
      return;
    }
    if (schema.extensions().embedded() && value.isObject()) {
      required(value.path("apiVersion"), path + ".apiVersion");
      required(value.path("kind"), path + ".kind");
      metadata(value.path("metadata"), path + ".metadata");
    }
    inside(value, schema, path);
  }

  private void inside(JsonNode value, StructuralSchema schema, String path) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        String name = each.getKey();
        boolean property = schema.properties().containsKey(name);
        String place = property ? Validation.join(path, name) : path + "[" + name + "]";
        value(each.getValue(), schema.member(name), place);
      }
    } else if (value.isArray()) {
      for (int index = 0; index < value.size(); index++) {
        value(value.get(index), schema.items(), path + "[" + index + "]");
      }
    }
  }

  private void required(JsonNode value, String path) {
    if (value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.asText().isEmpty())) {
      problems.add(FieldProblem.required(path, "must not be empty"));
    } else if (!value.isTextual()) {
      problems.add(FieldProblem.invalid(path, Shown.value(value), "must be a string"));
    }
  }

  private void metadata(JsonNode metadata, String path) {
    if (metadata.isMissingNode() || metadata.isNull()) {
      return;
    }
    if (!metadata.isObject()) {
      problems.add(FieldProblem.invalid(path, Shown.value(metadata), "must be an object"));
      return;
    }
    for (String each : TEXTS) {
      JsonNode value = metadata.path(each);
      if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
        problems.add(
            FieldProblem.invalid(path + "." + each, Shown.value(value), "must be a string"));
      }
    }
    for (String each : MAPS) {
      JsonNode map = metadata.path(each);
      boolean right = map.isMissingNode() || map.isNull() || map.isObject();
      for (JsonNode value : map) {
        right &= value.isTextual();
      }
      if (!right) {
        problems.add(
            FieldProblem.invalid(
                path + "." + each, Shown.value(map), "must be an object of strings"));
      }
    }
  }
}
