package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.schema.Defaulting;
import dev.picket.lab.schema.Pruning;
import dev.picket.lab.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks whether the defaults of a structural schema are values of it. */
final class DefaultChecks {

  private final List<FieldProblem> problems = new ArrayList<>();

  private DefaultChecks() {}

  static List<FieldProblem> check(JsonNode schema, String path) {
    DefaultChecks checks = new DefaultChecks();
    checks.schema(schema, path, true);
    return checks.problems;
  }

  private void schema(JsonNode schema, String path, boolean root) {
    int before = problems.size();
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      String place = path + ".properties[" + each.getKey() + "]";
      if (root && each.getKey().equals("metadata")) {
        forbidInside(each.getValue(), place);
      } else {
        schema(each.getValue(), place, false);
      }
    }
    if (schema.path("items").isObject()) {
      schema(schema.path("items"), path + ".items", false);
    }
    if (schema.path("additionalProperties").isObject()) {
      schema(schema.path("additionalProperties"), path + ".additionalProperties", false);
    }
    JsonNode initial = schema.path("default");
    boolean any = !initial.isMissingNode() && !initial.isNull();
    if (any && problems.size() == before) {
      value(initial, StructuralSchema.parse(schema), path + ".default");
    }
  }

  private void value(JsonNode initial, StructuralSchema schema, String path) {
    JsonNode complete = initial.deepCopy();
    if (!Pruning.pruneValue(complete, schema).isEmpty()) {
      problems.add(
          FieldProblem.invalid(path, Shown.value(initial), "must not have unknown fields"));
      return;
    }
    Defaulting.apply(complete, schema);
    List<FieldProblem> embedded = EmbeddedObjects.checkValue(complete, schema, path);
    problems.addAll(embedded);
    for (FieldProblem each : Validation.check(complete, schema, "")) {
      String field = each.field().equals("<nil>") ? path : path + "." + each.field();
      problems.add(new FieldProblem(each.reason(), field, each.detail()));
    }
    for (FieldProblem each : ListUniqueness.check(complete, schema)) {
      problems.add(new FieldProblem(each.reason(), path + "." + each.field(), each.detail()));
    }
  }

  private void forbidInside(JsonNode metadata, String path) {
    if (metadata.has("default")) {
      problems.add(FieldProblem.forbidden(path + ".default", "must not be set"));
    }
    for (Map.Entry<String, JsonNode> each : metadata.path("properties").properties()) {
      if (each.getValue().has("default")) {
        problems.add(
            FieldProblem.forbidden(
                path + ".properties[" + each.getKey() + "].default", "must not be set"));
      }
    }
  }
}
