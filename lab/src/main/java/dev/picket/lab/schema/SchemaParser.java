package dev.picket.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.picket.lab.schema.StructuralSchema.Additional;
import dev.picket.lab.schema.StructuralSchema.Bound;
import dev.picket.lab.schema.StructuralSchema.Extensions;
import dev.picket.lab.schema.StructuralSchema.Limits;
import dev.picket.lab.schema.StructuralSchema.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads schemas. */
final class SchemaParser {

  private SchemaParser() {}

  static StructuralSchema parse(JsonNode schema) {
    Map<String, StructuralSchema> properties = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      properties.put(each.getKey(), parse(each.getValue()));
    }
    JsonNode initial = schema.get("default");
    return new StructuralSchema(
        schema.path("type").asText(),
        schema.path("nullable").asBoolean(),
        initial == null || initial.isNull() ? null : initial,
        Collections.unmodifiableMap(properties),
        parseOptional(schema.get("items")),
        additional(schema.get("additionalProperties")),
        extensions(schema),
        limits(schema),
        rules(schema.path("x-kubernetes-validations")));
  }

  private static @Nullable StructuralSchema parseOptional(@Nullable JsonNode schema) {
    return schema == null || schema.isNull() ? null : parse(schema);
  }

  private static @Nullable Additional additional(@Nullable JsonNode schema) {
    if (schema == null || schema.isNull()) {
      return null;
    }
    return schema.isBoolean()
        ? new Additional(schema.asBoolean(), null)
        : new Additional(true, parse(schema));
  }

  private static Extensions extensions(JsonNode schema) {
    return new Extensions(
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(),
        schema.path("x-kubernetes-embedded-resource").asBoolean(),
        schema.path("x-kubernetes-int-or-string").asBoolean(),
        schema.path("x-kubernetes-list-type").asText(),
        texts(schema.path("x-kubernetes-list-map-keys")),
        schema.path("x-kubernetes-map-type").asText());
  }

  private static Limits limits(JsonNode schema) {
    String pattern = schema.path("pattern").asText();
    return new Limits(
        schema.path("format").asText(),
        pattern.isEmpty() ? null : Pattern.compile(pattern),
        nodes(schema.path("enum")),
        texts(schema.path("required")),
        count(schema.path("minLength")),
        count(schema.path("maxLength")),
        count(schema.path("minItems")),
        count(schema.path("maxItems")),
        count(schema.path("minProperties")),
        count(schema.path("maxProperties")),
        bound(schema.path("minimum"), schema.path("exclusiveMinimum")),
        bound(schema.path("maximum"), schema.path("exclusiveMaximum")),
        number(schema.path("multipleOf")),
        schemas(schema.path("allOf")),
        schemas(schema.path("anyOf")),
        schemas(schema.path("oneOf")),
        parseOptional(schema.get("not")));
  }

  private static List<Rule> rules(JsonNode rules) {
    List<Rule> read = new ArrayList<>();
    for (JsonNode each : rules) {
      JsonNode optional = each.path("optionalOldSelf");
      read.add(
          new Rule(
              each.path("rule").asText().strip(),
              each.path("message").asText().strip(),
              each.path("messageExpression").asText().strip(),
              each.path("reason").asText(),
              each.path("fieldPath").asText().strip(),
              optional.isBoolean() ? optional.asBoolean() : null));
    }
    return List.copyOf(read);
  }

  private static @Nullable Long count(JsonNode number) {
    return number.isNumber() ? number.asLong() : null;
  }

  private static @Nullable BigDecimal number(JsonNode number) {
    return number.isNumber() ? number.decimalValue() : null;
  }

  private static @Nullable Bound bound(JsonNode number, JsonNode exclusive) {
    return number.isNumber() ? new Bound(number.decimalValue(), exclusive.asBoolean()) : null;
  }

  private static List<StructuralSchema> schemas(JsonNode list) {
    List<StructuralSchema> schemas = new ArrayList<>();
    list.forEach(each -> schemas.add(parse(each)));
    return List.copyOf(schemas);
  }

  private static List<JsonNode> nodes(JsonNode list) {
    List<JsonNode> nodes = new ArrayList<>();
    list.forEach(nodes::add);
    return List.copyOf(nodes);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }
}
