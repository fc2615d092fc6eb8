package dev.picket.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.picket.lab.schema.Structure.ElementKey;
import dev.picket.lab.schema.Structure.ListType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The structures of custom resources, from the structural schemas of their definitions. */
public final class CustomStructures {

  private CustomStructures() {}

  /**
   * The structure of a custom resource's objects.
   *
   * @param schema as {@code openAPIV3Schema} has it; null when there is none
   */
  public static Structure ofKind(@Nullable JsonNode schema) {
    JsonNode known = schema == null ? MissingNode.getInstance() : schema;
    Map<String, Structure> members = members(known);
    embed(members);
    Structure others = schema == null ? Structure.DEDUCED : others(known);
    return Structure.map(false, false, () -> members, () -> others);
  }

  private static Structure of(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return Structure.SCALAR;
    }
    return switch (schema.path("type").asText()) {
      case "string" -> Structure.TEXT;
      case "integer", "number" -> Structure.NUMBER;
      case "boolean" -> Structure.TRUTH;
      case "array" -> list(schema);
      case "object" -> map(schema);
      default -> Structure.DEDUCED;
    };
  }

  private static Structure map(JsonNode schema) {
    Map<String, Structure> members = members(schema);
    if (schema.path("x-kubernetes-embedded-resource").asBoolean()) {
      embed(members);
    }
    boolean atomic = schema.path("x-kubernetes-map-type").asText().equals("atomic");
    Structure others = others(schema);
    return Structure.map(atomic, false, () -> members, () -> others);
  }

  /** What an object is besides its schema. */
  private static void embed(Map<String, Structure> members) {
    members.put("apiVersion", Structure.TEXT);
    members.put("kind", Structure.TEXT);
    members.put("metadata", BuiltInStructures.metadata());
  }

  private static Map<String, Structure> members(JsonNode schema) {
    Map<String, Structure> members = new HashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(each -> members.put(each.getKey(), of(each.getValue())));
    return members;
  }

  private static @Nullable Structure others(JsonNode schema) {
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      return of(additional);
    }
    boolean free =
        !schema.has("properties") && !schema.path("x-kubernetes-embedded-resource").asBoolean();
    return additional.asBoolean() || preserves(schema) || free ? Structure.DEDUCED : null;
  }

  private static boolean preserves(JsonNode schema) {
    return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
  }

  private static Structure list(JsonNode schema) {
    JsonNode items = schema.path("items");
    Structure element = of(items);
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "set" -> Structure.list(ListType.SET, List.of(), () -> element);
      case "map" -> Structure.list(ListType.MAP, keys(schema, items), () -> element);
      default -> Structure.list(ListType.ATOMIC, List.of(), () -> element);
    };
  }

  private static List<ElementKey> keys(JsonNode schema, JsonNode items) {
    List<ElementKey> keys = new ArrayList<>();
    for (JsonNode each : schema.path("x-kubernetes-list-map-keys")) {
      JsonNode member = items.path("properties").path(each.asText());
      keys.add(new ElementKey(each.asText(), member.get("default")));
    }
    keys.sort(Comparator.comparing(ElementKey::name));
    return List.copyOf(keys);
  }
}
