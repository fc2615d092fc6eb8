package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;
import java.util.Map;

/** Checks whether the keywords of a schema have values of the right type. */
final class Keywords {

  private enum Kind {
    TEXT("must be a string"),
    TRUTH("must be a boolean"),
    NUMBER("must be a number"),
    COUNT("must be an integer of 64 bits"),
    LIST("must be a list"),
    TEXTS("must be a list of strings"),
    MAP("must be an object"),
    MAP_OR_LIST("must be an object"),
    MAP_OR_TRUTH("must be an object or a boolean");

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }

    boolean allows(JsonNode value) {
      return switch (this) {
        case TEXT -> value.isTextual();
        case TRUTH -> value.isBoolean();
        case NUMBER -> value.isNumber();
        case COUNT -> value.isIntegralNumber() && value.canConvertToLong();
        case LIST -> value.isArray();
        case TEXTS -> texts(value);
        case MAP -> value.isObject();
        case MAP_OR_LIST -> value.isContainerNode();
        case MAP_OR_TRUTH -> value.isObject() || value.isBoolean();
      };
    }

    private static boolean texts(JsonNode value) {
      boolean texts = value.isArray();
      for (JsonNode each : value) {
        texts &= each.isTextual();
      }
      return texts;
    }
  }

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("type", Kind.TEXT),
          Map.entry("format", Kind.TEXT),
          Map.entry("title", Kind.TEXT),
          Map.entry("description", Kind.TEXT),
          Map.entry("pattern", Kind.TEXT),
          Map.entry("nullable", Kind.TRUTH),
          Map.entry("minimum", Kind.NUMBER),
          Map.entry("maximum", Kind.NUMBER),
          Map.entry("multipleOf", Kind.NUMBER),
          Map.entry("exclusiveMinimum", Kind.TRUTH),
          Map.entry("exclusiveMaximum", Kind.TRUTH),
          Map.entry("minLength", Kind.COUNT),
          Map.entry("maxLength", Kind.COUNT),
          Map.entry("minItems", Kind.COUNT),
          Map.entry("maxItems", Kind.COUNT),
          Map.entry("minProperties", Kind.COUNT),
          Map.entry("maxProperties", Kind.COUNT),
          Map.entry("uniqueItems", Kind.TRUTH),
          Map.entry("enum", Kind.LIST),
          Map.entry("required", Kind.TEXTS),
          Map.entry("allOf", Kind.LIST),
          Map.entry("anyOf", Kind.LIST),
          Map.entry("oneOf", Kind.LIST),
          Map.entry("not", Kind.MAP),
          Map.entry("properties", Kind.MAP),
          Map.entry("items", Kind.MAP_OR_LIST),
          Map.entry("additionalProperties", Kind.MAP_OR_TRUTH),
          Map.entry("x-kubernetes-preserve-unknown-fields", Kind.TRUTH),
          Map.entry("x-kubernetes-embedded-resource", Kind.TRUTH),
          Map.entry("x-kubernetes-int-or-string", Kind.TRUTH),
          Map.entry("x-kubernetes-list-type", Kind.TEXT),
          Map.entry("x-kubernetes-list-map-keys", Kind.TEXTS),
          Map.entry("x-kubernetes-map-type", Kind.TEXT),
          Map.entry("x-kubernetes-validations", Kind.LIST));

  private Keywords() {}

  static void check(JsonNode schema, String path, List<FieldProblem> problems) {
    for (Map.Entry<String, JsonNode> each : schema.properties()) {
      Kind kind = KINDS.get(each.getKey());
      JsonNode value = each.getValue();
      if (kind != null && !value.isNull() && !kind.allows(value)) {
        problems.add(
            FieldProblem.invalid(path + "." + each.getKey(), Shown.value(value), kind.expected));
      }
    }
  }
}
