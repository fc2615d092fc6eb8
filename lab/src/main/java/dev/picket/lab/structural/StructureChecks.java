package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks whether a schema is structural: whether it says of every place what may be there. */
final class StructureChecks {

  private enum Level {
    ROOT("must not be empty at the root"),
    ITEM("must not be empty for specified array items"),
    FIELD("must not be empty for specified object fields");

    private final String required;

    Level(String required) {
      this.required = required;
    }
  }

  /** What may not be said inside of allOf, anyOf, oneOf and not, with the words against it. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("additionalProperties", "must be undefined to be structural"),
          Map.entry("default", "must be undefined to be structural"),
          Map.entry("description", "must be empty to be structural"),
          Map.entry("nullable", "must be false to be structural"),
          Map.entry("title", "must be empty to be structural"),
          Map.entry("type", "must be empty to be structural"),
          Map.entry("x-kubernetes-embedded-resource", "must be false to be structural"),
          Map.entry("x-kubernetes-int-or-string", "must be false to be structural"),
          Map.entry("x-kubernetes-list-map-keys", "must be empty to be structural"),
          Map.entry("x-kubernetes-list-type", "must be undefined to be structural"),
          Map.entry("x-kubernetes-map-type", "must be undefined to be structural"),
          Map.entry("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
          Map.entry("x-kubernetes-validations", "must be empty to be structural"));

  private final List<FieldProblem> problems = new ArrayList<>();

  private StructureChecks() {}

  static List<FieldProblem> check(JsonNode schema, String path) {
    StructureChecks checks = new StructureChecks();
    checks.schema(schema, Level.ROOT, path);
    for (String each : List.of("allOf", "anyOf", "oneOf")) {
      for (int index = 0; index < schema.path(each).size(); index++) {
        checks.complete(
            schema.path(each).get(index), schema, path, path + "." + each + "[" + index + "]");
      }
    }
    checks.complete(schema.path("not"), schema, path, path + ".not");
    checks.problems.sort(Comparator.comparing(FieldProblem::field));
    return checks.problems;
  }

  private void schema(JsonNode schema, Level level, String path) {
    String type = schema.path("type").asText();
    if (type.equals("array") && !schema.path("items").isObject()) {
      problems.add(FieldProblem.required(path + ".items", "must be specified"));
    }
    if (schema.path("items").isObject()) {
      schema(schema.path("items"), Level.ITEM, path + ".items");
    }
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      String place = path + ".properties[" + each.getKey() + "]";
      if (level == Level.ROOT && each.getKey().equals("metadata")) {
        rootMetadata(each.getValue(), place);
      } else {
        schema(each.getValue(), Level.FIELD, place);
      }
    }
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      schema(additional, Level.FIELD, path + ".additionalProperties");
    }
    if (level == Level.ROOT && !additional.isMissingNode() && !additional.isNull()) {
      problems.add(
          FieldProblem.forbidden(path + ".additionalProperties", "must not be used at the root"));
    }
    extensions(schema, path);
    values(schema, path);
    type(schema, type, level, path);
    wholeObjects(schema, level, path);
  }

  private void type(JsonNode schema, String type, Level level, String path) {
    boolean free =
        truth(schema, "x-kubernetes-int-or-string")
            || truth(schema, "x-kubernetes-preserve-unknown-fields");
    if (truth(schema, "x-kubernetes-embedded-resource")) {
      String why = "must be object if x-kubernetes-embedded-resource is true";
      if (type.isEmpty()) {
        problems.add(FieldProblem.required(path + ".type", why));
      } else if (!type.equals("object")) {
        problems.add(FieldProblem.invalid(path + ".type", Shown.quoted(type), why));
      }
    } else if (type.isEmpty() && !free) {
      problems.add(FieldProblem.required(path + ".type", level.required));
    }
    if (level == Level.ROOT && !type.isEmpty() && !type.equals("object")) {
      problems.add(
          FieldProblem.invalid(path + ".type", Shown.quoted(type), "must be object at the root"));
    }
  }

  private void wholeObjects(JsonNode schema, Level level, String path) {
    JsonNode properties = schema.path("properties");
    boolean embedded = truth(schema, "x-kubernetes-embedded-resource");
    if (embedded || level == Level.ROOT) {
      for (String each : List.of("kind", "apiVersion")) {
        typed(properties.path(each), "string", path + ".properties[" + each + "]");
      }
    }
    if (!embedded) {
      return;
    }
    typed(properties.path("metadata"), "object", path + ".properties[metadata]");
    if (schema.hasNonNull("additionalProperties")) {
      problems.add(
          FieldProblem.forbidden(
              path + ".additionalProperties",
              "must not be used if x-kubernetes-embedded-resource is set"));
    }
    if (!truth(schema, "x-kubernetes-preserve-unknown-fields") && properties.isMissingNode()) {
      problems.add(
          FieldProblem.required(
              path + ".properties",
              "must not be empty if x-kubernetes-embedded-resource is true without"
                  + " x-kubernetes-preserve-unknown-fields"));
    }
  }

  private void typed(JsonNode property, String type, String path) {
    String is = property.path("type").asText();
    if (!property.isMissingNode() && !is.equals(type)) {
      problems.add(FieldProblem.invalid(path + ".type", Shown.quoted(is), "must be " + type));
    }
  }

  /** Metadata is what it is; only the names may be limited. */
  private void rootMetadata(JsonNode metadata, String path) {
    typed(metadata, "object", path);
    boolean other = false;
    for (Map.Entry<String, JsonNode> each : metadata.properties()) {
      boolean names =
          each.getKey().equals("properties")
              && each.getValue().isObject()
              && each.getValue()
                  .propertyStream()
                  .allMatch(name -> Set.of("name", "generateName").contains(name.getKey()));
      other |= !names && !Set.of("type", "default").contains(each.getKey());
    }
    if (other) {
      problems.add(
          FieldProblem.forbidden(
              path,
              "must not specify anything other than name and generateName, but metadata is"
                  + " implicitly specified"));
    }
    for (Map.Entry<String, JsonNode> each : metadata.path("properties").properties()) {
      schema(each.getValue(), Level.FIELD, path + ".properties[" + each.getKey() + "]");
    }
  }

  private void extensions(JsonNode schema, String path) {
    if (!truth(schema, "x-kubernetes-int-or-string")) {
      return;
    }
    for (String each :
        List.of("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")) {
      if (truth(schema, each)) {
        problems.add(
            FieldProblem.invalid(
                path + "." + each, true, "must be false if x-kubernetes-int-or-string is true"));
      }
    }
  }

  private void values(JsonNode schema, String path) {
    boolean skipAny = eitherPattern(schema);
    boolean skipFirst =
        truth(schema, "x-kubernetes-int-or-string") && either(schema.path("allOf").path(0));
    nested(schema, path, skipAny, skipFirst);
  }

  private void nested(JsonNode schema, String path, boolean skipAny, boolean skipFirstAny) {
    for (String each : List.of("allOf", "anyOf", "oneOf")) {
      JsonNode list = schema.path(each);
      for (int index = 0; index < list.size() && !(skipAny && each.equals("anyOf")); index++) {
        boolean skip = skipFirstAny && each.equals("allOf") && index == 0;
        inner(list.get(index), path + "." + each + "[" + index + "]", skip);
      }
    }
    if (schema.path("not").isObject()) {
      inner(schema.path("not"), path + ".not", false);
    }
    pattern(schema, path);
  }

  private void inner(JsonNode schema, String path, boolean skipAny) {
    nested(schema, path, skipAny, false);
    if (schema.path("items").isObject()) {
      inner(schema.path("items"), path + ".items", false);
    }
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      String place = path + ".properties[" + each.getKey() + "]";
      inner(each.getValue(), place, false);
      if (each.getKey().equals("metadata")) {
        problems.add(FieldProblem.forbidden(place, "must not be specified in a nested context"));
      }
    }
    ELSEWHERE.forEach((keyword, why) -> {
      JsonNode value = schema.path(keyword);
      boolean said =
          switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> keyword.equals("additionalProperties") || value.asBoolean();
            case STRING -> keyword.equals("default") || !value.asText().isEmpty();
            default -> true;
          };
      if (said) {
        problems.add(FieldProblem.forbidden(path + "." + keyword, why));
      }
    });
  }

  private void pattern(JsonNode schema, String path) {
    try {
      Pattern.compile(schema.path("pattern").asText());
    } catch (PatternSyntaxException malformed) {
      problems.add(
          FieldProblem.invalid(
              path + ".pattern",
              Shown.value(schema.path("pattern")),
              "must be a valid regular expression, but isn't: " + malformed.getMessage()));
    }
  }

  /** What is said of a field inside of allOf and its like must have its type outside of it. */
  private void complete(JsonNode inner, JsonNode outer, String path, String innerPath) {
    if (inner.path("items").isObject()) {
      requireAlso(inner.path("items"), outer.path("items"), path + ".items", innerPath + ".items");
    }
    for (Map.Entry<String, JsonNode> each : inner.path("properties").properties()) {
      String below = ".properties[" + each.getKey() + "]";
      JsonNode there = outer.path("properties").path(each.getKey());
      requireAlso(each.getValue(), there, path + below, innerPath + below);
    }
    for (String each : List.of("allOf", "anyOf", "oneOf")) {
      for (int index = 0; index < inner.path(each).size(); index++) {
        String below = innerPath + "." + each + "[" + index + "]";
        complete(inner.path(each).get(index), outer, path, below);
      }
    }
  }

  private void requireAlso(JsonNode inner, JsonNode outer, String path, String innerPath) {
    if (outer.isObject()) {
      complete(inner, outer, path, innerPath);
    } else {
      problems.add(FieldProblem.required(path, "because it is defined in " + innerPath));
    }
  }

  private static boolean eitherPattern(JsonNode schema) {
    return truth(schema, "x-kubernetes-int-or-string") && either(schema);
  }

  /** Whether anyOf says integer or string and nothing else, the one place where types may be. */
  private static boolean either(JsonNode schema) {
    JsonNode any = schema.path("anyOf");
    return any.size() == 2 && only(any.get(0), "integer") && only(any.get(1), "string");
  }

  private static boolean only(JsonNode schema, String type) {
    return schema.size() == 1 && schema.path("type").asText().equals(type);
  }

  private static boolean truth(JsonNode schema, String keyword) {
    return schema.path(keyword).asBoolean();
  }
}
