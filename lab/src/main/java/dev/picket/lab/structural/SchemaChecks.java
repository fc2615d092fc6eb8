package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.FieldProblem.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks whether a schema may be one of a CustomResourceDefinition. First its keywords; if there is
 * nothing wrong with them, whether it is structural; then its defaults.
 */
public final class SchemaChecks {

  /** Schemas nest no deeper than this. */
  static final int DEEPEST = 100;

  /** A schema has no more parts than this. */
  static final int MOST_PARTS = 50_000;

  private static final List<String> TYPES =
      List.of("array", "boolean", "integer", "number", "object", "string");
  private static final List<String> LIST_TYPES = List.of("atomic", "map", "set");
  private static final List<String> MAP_TYPES = List.of("atomic", "granular");
  private static final List<String> UNSUPPORTED =
      List.of("$ref", "additionalItems", "definitions", "dependencies", "id", "patternProperties");

  private final List<FieldProblem> problems = new ArrayList<>();
  private int parts;

  private SchemaChecks() {}

  /**
   * What is wrong with a schema; empty when nothing is.
   *
   * @param path where it stands, such as {@code spec.versions[0].schema.openAPIV3Schema}
   */
  public static List<FieldProblem> check(JsonNode schema, String path) {
    SchemaChecks checks = new SchemaChecks();
    checks.schema(schema, path, 0);
    if (!checks.problems.isEmpty()) {
      return checks.problems;
    }
    List<FieldProblem> structure = StructureChecks.check(schema, path);
    return structure.isEmpty() ? DefaultChecks.check(schema, path) : structure;
  }

  private void schema(JsonNode schema, String path, int depth) {
    if (problems.size() >= Validation.MOST_PROBLEMS) {
      return;
    }
    if (!schema.isObject()) {
      problems.add(FieldProblem.invalid(path, Shown.value(schema), "must be an object"));
      return;
    }
    if (depth > DEEPEST || ++parts > MOST_PARTS) {
      String why = depth > DEEPEST ? "nests deeper than " + DEEPEST : "has over " + MOST_PARTS;
      problems.add(FieldProblem.forbidden(path, "the schema " + why + " parts"));
      return;
    }
    int before = problems.size();
    Keywords.check(schema, path, problems);
    if (problems.size() > before) {
      return;
    }
    unsupported(schema, path);
    type(schema, path);
    additional(schema, path);
    lists(schema, path);
    maps(schema, path);
    RuleChecks.check(schema.path("x-kubernetes-validations"), path, problems);
    inner(schema, path, depth + 1);
  }

  private void inner(JsonNode schema, String path, int depth) {
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      schema(each.getValue(), path + ".properties[" + each.getKey() + "]", depth);
    }
    if (schema.path("items").isObject()) {
      schema(schema.path("items"), path + ".items", depth);
    }
    if (schema.path("additionalProperties").isObject()) {
      schema(schema.path("additionalProperties"), path + ".additionalProperties", depth);
    }
    for (String each : List.of("allOf", "anyOf", "oneOf")) {
      for (int index = 0; index < schema.path(each).size(); index++) {
        schema(schema.path(each).get(index), path + "." + each + "[" + index + "]", depth);
      }
    }
    if (schema.hasNonNull("not")) {
      schema(schema.path("not"), path + ".not", depth);
    }
  }

  private void unsupported(JsonNode schema, String path) {
    for (String each : UNSUPPORTED) {
      JsonNode value = schema.path(each);
      if (schema.hasNonNull(each) && !(value.isContainerNode() && value.isEmpty())) {
        problems.add(FieldProblem.forbidden(path + "." + each, each + " is not supported"));
      }
    }
    if (schema.path("items").isArray()) {
      problems.add(
          FieldProblem.forbidden(
              path + ".items", "items must be a schema object and not an array"));
    }
    if (schema.path("uniqueItems").asBoolean()) {
      problems.add(
          FieldProblem.forbidden(
              path + ".uniqueItems",
              "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
    }
  }

  private void type(JsonNode schema, String path) {
    String type = schema.path("type").asText();
    if (!type.isEmpty() && !TYPES.contains(type)) {
      problems.add(Shown.notSupported(path + ".type", schema.path("type"), TYPES));
    }
    if (type.equals("null")) {
      problems.add(
          FieldProblem.forbidden(
              path + ".type", "type cannot be set to null, use nullable as an alternative"));
    }
    JsonNode preserve = schema.path("x-kubernetes-preserve-unknown-fields");
    if (preserve.isBoolean() && !preserve.asBoolean()) {
      invalid(path + ".x-kubernetes-preserve-unknown-fields", "false", "must be true or undefined");
    }
  }

  private void additional(JsonNode schema, String path) {
    JsonNode additional = schema.path("additionalProperties");
    boolean none = additional.isMissingNode() || additional.isNull();
    boolean all = additional.isBoolean() && additional.asBoolean();
    if (!none && !all && !schema.path("properties").isEmpty()) {
      problems.add(
          FieldProblem.forbidden(
              path + ".additionalProperties",
              "additionalProperties and properties are mutual exclusive"));
    }
  }

  private void maps(JsonNode schema, String path) {
    if (!schema.hasNonNull("x-kubernetes-map-type")) {
      return;
    }
    requireType(schema, path, "object", "x-kubernetes-map-type");
    if (!MAP_TYPES.contains(schema.path("x-kubernetes-map-type").asText())) {
      problems.add(
          Shown.notSupported(
              path + ".x-kubernetes-map-type", schema.path("x-kubernetes-map-type"), MAP_TYPES));
    }
  }

  private void lists(JsonNode schema, String path) {
    JsonNode listType = schema.path("x-kubernetes-list-type");
    JsonNode keys = schema.path("x-kubernetes-list-map-keys");
    String place = path + ".x-kubernetes-list-type";
    if (schema.hasNonNull("x-kubernetes-list-type")) {
      requireType(schema, path, "array", "x-kubernetes-list-type");
      if (!LIST_TYPES.contains(listType.asText())) {
        problems.add(Shown.notSupported(place, listType, List.of("atomic", "set", "map")));
      }
    }
    if (!keys.isEmpty() && !listType.asText().equals("map")) {
      String why = "must be map if x-kubernetes-list-map-keys is non-empty";
      problems.add(
          listType.isTextual()
              ? FieldProblem.invalid(place, Shown.value(listType), why)
              : FieldProblem.required(place, why));
    }
    if (listType.asText().equals("map")) {
      keyed(schema, path, keys);
    } else if (listType.asText().equals("set")) {
      set(schema.path("items"), path + ".items");
    }
  }

  private void set(JsonNode items, String path) {
    String type = items.path("type").asText();
    if (type.equals("object") && !items.path("x-kubernetes-map-type").asText().equals("atomic")) {
      JsonNode is = items.path("x-kubernetes-map-type");
      invalid(
          path + ".x-kubernetes-map-type",
          Shown.value(is),
          "must be atomic as item of a list with x-kubernetes-list-type=set");
    } else if (type.equals("array")
        && !Set.of("", "atomic").contains(items.path("x-kubernetes-list-type").asText())) {
      invalid(
          path + ".x-kubernetes-list-type",
          Shown.value(items.path("x-kubernetes-list-type")),
          "must be atomic as item of a list with x-kubernetes-list-type=set");
    }
    if (items.path("nullable").asBoolean()) {
      problems.add(
          FieldProblem.forbidden(
              path + ".nullable", "cannot be nullable when x-kubernetes-list-type is set"));
    }
  }

  private void keyed(JsonNode schema, String path, JsonNode keys) {
    JsonNode items = schema.path("items");
    String place = path + ".x-kubernetes-list-map-keys";
    if (keys.isEmpty()) {
      problems.add(
          FieldProblem.required(place, "must not be empty if x-kubernetes-list-type is map"));
    }
    if (!items.isObject()) {
      problems.add(
          FieldProblem.required(
              path + ".items", "must have a schema if x-kubernetes-list-type is map"));
      return;
    }
    if (!items.path("type").asText().equals("object")) {
      invalid(
          path + ".items.type",
          Shown.quoted(items.path("type").asText()),
          "must be object if parent array's x-kubernetes-list-type is map");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (JsonNode each : keys) {
      key(items, path + ".items", place, keys, each.asText());
      if (!seen.add(each.asText())) {
        invalid(place, shown(keys), "must not contain duplicate entries");
      }
    }
  }

  private void key(JsonNode items, String path, String place, JsonNode keys, String name) {
    JsonNode property = items.path("properties").path(name);
    if (property.isMissingNode()) {
      invalid(place, shown(keys), "entries must all be names of item properties");
      return;
    }
    String below = path + ".properties[" + name + "]";
    String type = property.path("type").asText();
    if (type.equals("array") || type.equals("object")) {
      invalid(
          below + ".type",
          Shown.quoted(type),
          "must be a scalar type if parent array's x-kubernetes-list-type is map");
    }
    boolean required = false;
    for (JsonNode each : items.path("required")) {
      required |= each.asText().equals(name);
    }
    if (property.path("nullable").asBoolean()) {
      problems.add(
          FieldProblem.forbidden(
              below + ".nullable",
              "this property is in x-kubernetes-list-map-keys, so it cannot be nullable"));
    }
    if (!required && !property.has("default")) {
      problems.add(
          FieldProblem.required(
              below + ".default",
              "this property is in x-kubernetes-list-map-keys, so it must have a default or be a"
                  + " required property"));
    }
  }

  private void requireType(JsonNode schema, String path, String type, String keyword) {
    String is = schema.path("type").asText();
    String why = "must be " + type + " if " + keyword + " is specified";
    if (is.isEmpty()) {
      problems.add(FieldProblem.required(path + ".type", why));
    } else if (!is.equals(type)) {
      invalid(path + ".type", Shown.quoted(is), why);
    }
  }

  private void invalid(String path, String shown, String why) {
    problems.add(FieldProblem.of(Reason.INVALID, path, shown, why));
  }

  private static String shown(JsonNode texts) {
    List<String> list = new ArrayList<>();
    texts.forEach(each -> list.add(each.asText()));
    return Shown.texts(list);
  }
}
