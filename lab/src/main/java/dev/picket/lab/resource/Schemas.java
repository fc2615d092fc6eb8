package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.schema.Field;
import dev.picket.lab.schema.Shape;
import dev.picket.lab.schema.Shapes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * OpenAPI schemas of kinds and of all that they refer to, under the names that Kubernetes gives
 * them. Used once, by one thread.
 */
public final class Schemas {

  private static final String KIND_EXTENSION = "x-kubernetes-group-version-kind";
  private static final List<String> SHARED =
      List.of("meta.v1.DeleteOptions", "meta.v1.ListMeta", "meta.v1.ObjectMeta", "meta.v1.Status");

  private final Map<String, ObjectNode> schemas = new TreeMap<>();
  private final Deque<Shape> waiting = new ArrayDeque<>();

  private Schemas() {}

  /** The schemas of kinds of one version, of further shapes, and of all that they refer to. */
  public static ObjectNode of(List<ResourceType> types, Set<String> further) {
    Schemas all = new Schemas();
    SHARED.forEach(all::want);
    further.forEach(all::want);
    types.forEach(each -> each.shape().ifPresent(shape -> all.want(shape.name())));
    all.complete();
    for (ResourceType each : types) {
      all.add(each);
    }
    for (String each : List.of("DeleteOptions", "Status")) {
      ObjectNode shared = all.schemas.get(SchemaNames.ofShape("meta.v1." + each));
      if (shared != null) {
        all.head(shared);
        ObjectNode kind = shared.withArrayProperty(KIND_EXTENSION).addObject();
        kind.put("group", "").put("version", "v1").put("kind", each);
      }
    }
    ObjectNode node = Json.object();
    all.schemas.forEach(node::set);
    return node;
  }

  /** The name of a kind's schema. */
  public static String name(ResourceType type) {
    return SchemaNames.ofType(type);
  }

  /** The name of the schema of a kind's lists. */
  public static String listName(ResourceType type) {
    return SchemaNames.ofList(type);
  }

  /** The name of a shape's schema, such as that of {@code autoscaling.v1.Scale}. */
  public static String shapeName(String shape) {
    return SchemaNames.ofShape(shape);
  }

  /** A reference to a schema of the same document. */
  public static ObjectNode reference(String name) {
    return Json.object().put("$ref", "#/components/schemas/" + name);
  }

  /** Writes group, version and kind into a node, which it gives back. */
  public static ObjectNode kind(ObjectNode node, ResourceType type) {
    return node.put("group", type.group()).put("version", type.version()).put("kind", type.kind());
  }

  private void want(String shape) {
    if (!schemas.containsKey(SchemaNames.ofShape(shape))) {
      Shapes.BUILT_IN
          .find(shape)
          .ifPresent(found -> {
            schemas.put(SchemaNames.ofShape(shape), Json.object());
            waiting.add(found);
          });
    }
  }

  private void complete() {
    while (!waiting.isEmpty()) {
      Shape shape = waiting.remove();
      ObjectNode schema =
          schemas.computeIfAbsent(SchemaNames.ofShape(shape.name()), _ -> Json.object());
      Descriptions.of(shape.name()).ifPresent(text -> schema.put("description", text));
      schema.put("type", "object");
      if (shape.atomic()) {
        schema.put("x-kubernetes-map-type", "atomic");
      }
      ObjectNode properties = schema.putObject("properties");
      for (Field each : shape.fields().values()) {
        properties.set(each.name(), property(shape, each));
        if (each.required()) {
          schema.withArrayProperty("required").add(each.name());
        }
      }
    }
  }

  private void add(ResourceType type) {
    String name = SchemaNames.ofType(type);
    ObjectNode schema = schemas.computeIfAbsent(name, _ -> custom(type));
    head(schema);
    Descriptions.of("metadata")
        .ifPresent(text -> {
          ObjectNode metadata = schema.withObjectProperty("properties").putObject("metadata");
          metadata.put("description", text);
          metadata.putArray("allOf").add(reference(SchemaNames.ofShape("meta.v1.ObjectMeta")));
        });
    kind(schema.withArrayProperty(KIND_EXTENSION).addObject(), type);
    ObjectNode list = Json.object();
    Descriptions.of("list").ifPresent(text -> list.put("description", text + " " + type.kind()));
    list.put("type", "object").putArray("required").add("items");
    ObjectNode items = list.putObject("properties").putObject("items");
    items.put("type", "array").set("items", reference(name));
    list.withObjectProperty("properties")
        .putObject("metadata")
        .putArray("allOf")
        .add(reference(SchemaNames.ofShape("meta.v1.ListMeta")));
    head(list);
    kind(list.putArray(KIND_EXTENSION).addObject(), type).put("kind", type.listKind());
    schemas.put(SchemaNames.ofList(type), list);
  }

  /** A definition's schema, or anything where it has none. */
  private static ObjectNode custom(ResourceType type) {
    ObjectNode declared = type.schema();
    ObjectNode schema =
        declared == null
            ? Json.object().put("x-kubernetes-preserve-unknown-fields", true)
            : declared.deepCopy();
    return schema.put("type", "object");
  }

  private void head(ObjectNode schema) {
    ObjectNode properties = schema.withObjectProperty("properties");
    for (String each : List.of("apiVersion", "kind")) {
      ObjectNode property = properties.putObject(each).put("type", "string");
      Descriptions.of(each).ifPresent(text -> property.put("description", text));
    }
  }

  private ObjectNode property(Shape shape, Field field) {
    ObjectNode property = Json.object();
    Descriptions.of(shape.name() + "." + field.name())
        .ifPresent(text -> property.put("description", text));
    switch (field.form()) {
      case ONE -> {
        ObjectNode value = value(field.type());
        if (value.has("$ref")) {
          property.putArray("allOf").add(value);
        } else {
          property.setAll(value);
        }
        if (field.atomic()) {
          property.put("x-kubernetes-map-type", "atomic");
        }
      }
      case LIST -> {
        property.put("type", "array").set("items", value(field.type()));
        listType(property, field);
      }
      case MAP -> {
        property.put("type", "object").set("additionalProperties", value(field.type()));
        if (field.atomic()) {
          property.put("x-kubernetes-map-type", "atomic");
        }
      }
    }
    merging(property, field);
    return property;
  }

  /** A list that strategic merge patches merge is one of parts, if nothing else is said. */
  private static void listType(ObjectNode property, Field field) {
    String type = field.listType();
    String key = field.mergeKey();
    if (type.isEmpty() && key != null) {
      type = key.isEmpty() ? "set" : "map:" + key;
    }
    if (type.startsWith("map:")) {
      ArrayNode keys =
          property.put("x-kubernetes-list-type", "map").putArray("x-kubernetes-list-map-keys");
      for (String each : type.substring("map:".length()).split(",", -1)) {
        keys.add(each);
      }
    } else {
      property.put("x-kubernetes-list-type", type.isEmpty() ? "atomic" : "set");
    }
  }

  private static void merging(ObjectNode property, Field field) {
    String key = field.mergeKey();
    String strategy =
        List.of(key == null ? "" : "merge", field.retainKeys() ? "retainKeys" : "").stream()
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(","));
    if (key != null && !key.isEmpty()) {
      property.put("x-kubernetes-patch-merge-key", key);
    }
    if (!strategy.isEmpty()) {
      property.put("x-kubernetes-patch-strategy", strategy);
    }
  }

  /** The schema of one value, which is wanted too if it has a name. */
  private ObjectNode value(String type) {
    ObjectNode value = Json.object();
    return switch (type) {
      case "string" -> value.put("type", "string");
      case "int" -> value.put("type", "integer").put("format", "int32");
      case "long" -> value.put("type", "integer").put("format", "int64");
      case "number" -> value.put("type", "number").put("format", "double");
      case "bool" -> value.put("type", "boolean");
      case "bytes" -> value.put("type", "string").put("format", "byte");
      case "[]string" -> {
        value.put("type", "array").putObject("items").put("type", "string");
        yield value;
      }
      default -> {
        String scalar = SchemaNames.ofScalar(type);
        if (scalar.isEmpty()) {
          want(type);
          yield reference(SchemaNames.ofShape(type));
        }
        schemas.computeIfAbsent(scalar, _ -> scalar(type));
        yield reference(scalar);
      }
    };
  }

  private static ObjectNode scalar(String type) {
    ObjectNode value = Json.object();
    Descriptions.of(type).ifPresent(text -> value.put("description", text));
    return switch (type) {
      case "time", "microtime" -> value.put("type", "string").put("format", "date-time");
      case "duration" -> value.put("type", "string");
      case "quantity" -> either(value, "string", "number");
      case "int-or-string" -> either(value.put("format", "int-or-string"), "integer", "string");
      case "json" -> value;
      default -> value.put("type", "object");
    };
  }

  private static ObjectNode either(ObjectNode value, String one, String other) {
    ArrayNode types = value.putArray("oneOf");
    types.addObject().put("type", one);
    types.addObject().put("type", other);
    return value;
  }
}
