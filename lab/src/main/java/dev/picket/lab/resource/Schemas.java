package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Shapes.Field;
import dev.picket.lab.resource.Shapes.Shape;

/** OpenAPI schemas of what the lab serves. */
public final class Schemas {

  private static final String SHARED = "dev.picket.lab.";

  private Schemas() {}

  /** The name of a type's schema in a document. */
  public static String name(ResourceType type) {
    String group = type.group().isEmpty() ? "core" : type.group();
    return group + "." + type.version() + "." + type.kind();
  }

  /** A reference to a schema of the same document. */
  public static ObjectNode reference(String name) {
    return Json.object().put("$ref", "#/components/schemas/" + name);
  }

  /** Adds the schemas that every document shares. */
  public static void addShared(ObjectNode schemas) {
    Shapes.BUILT_IN.all().forEach((name, shape) -> schemas.set(SHARED + name, schema(shape)));
  }

  /** The schema of a type. */
  public static ObjectNode schema(ResourceType type) {
    ObjectNode schema;
    if (type.schema() != null) {
      schema = type.schema().deepCopy();
    } else {
      schema = Shapes.BUILT_IN.find(type.kind()).map(Schemas::schema).orElseGet(Schemas::anything);
    }
    schema.put("type", "object");
    ObjectNode properties = schema.withObjectProperty("properties");
    properties.set("apiVersion", Json.object().put("type", "string"));
    properties.set("kind", Json.object().put("type", "string"));
    properties.set("metadata", reference(SHARED + "ObjectMeta"));
    kind(schema.putArray("x-kubernetes-group-version-kind").addObject(), type);
    return schema;
  }

  /** Writes group, version and kind into a node, which it gives back. */
  public static ObjectNode kind(ObjectNode node, ResourceType type) {
    return node.put("group", type.group()).put("version", type.version()).put("kind", type.kind());
  }

  private static ObjectNode anything() {
    return Json.object().put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
  }

  private static ObjectNode schema(Shape shape) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Field each : shape.fields().values()) {
      ObjectNode value = value(each);
      if (each.map()) {
        ObjectNode map = Json.object().put("type", "object");
        map.set("additionalProperties", value);
        properties.set(each.name(), map);
      } else if (each.repeated()) {
        ObjectNode list = Json.object().put("type", "array");
        list.set("items", value);
        properties.set(each.name(), list);
      } else {
        properties.set(each.name(), value);
      }
    }
    return schema;
  }

  private static ObjectNode value(Field field) {
    ObjectNode value = Json.object();
    return switch (field.type()) {
      case "string" -> value.put("type", "string");
      case "int" -> value.put("type", "integer").put("format", "int64");
      case "bool" -> value.put("type", "boolean");
      case "bytes" -> value.put("type", "string").put("format", "byte");
      case "time", "microtime" -> value.put("type", "string").put("format", "date-time");
      case "opaque" -> value.put("type", "object");
      default -> reference(SHARED + field.type());
    };
  }
}
