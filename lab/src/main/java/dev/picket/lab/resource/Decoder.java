package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.schema.Field;
import dev.picket.lab.schema.Pruning;
import dev.picket.lab.schema.Shape;
import dev.picket.lab.schema.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads objects as the API server's typed decoding does: every value has the type of its field,
 * fields that the type does not have are left out, nulls and empty values that mean nothing too,
 * and quantities and times are written in the one usual way. Of custom resources only the metadata
 * is typed.
 */
public final class Decoder {

  /** Lists that are kept though they are empty, besides those that are required. */
  private static final Set<String> EMPTY_LISTS =
      Set.of("rbac.v1.Role.rules", "rbac.v1.ClusterRole.rules", "discovery.v1.EndpointSlice.ports");

  /** Shapes that bring kind and apiVersion with them wherever they are. */
  private static final Set<String> KINDS_WITHIN =
      Set.of("core.v1.PersistentVolumeClaim", "meta.v1.DeleteOptions");

  private static final Set<String> SCHEMAS =
      Set.of("items", "additionalProperties", "additionalItems", "dependencies");

  private final String root;
  private final List<String> unknown = new ArrayList<>();

  private Decoder(String root) {
    this.root = root;
  }

  /**
   * What was read.
   *
   * @param object with all that was understood
   * @param unknown what was not, such as {@code unknown field "spec.size"}
   */
  public record Decoded(ObjectNode object, List<String> unknown) {}

  /** What a body's object is called when it cannot be read. */
  public static String subject(ResourceType type) {
    return "%s in version \"%s\" cannot be handled as a %s: "
        .formatted(type.kind(), type.version(), type.kind());
  }

  /**
   * Reads an object of a resource.
   *
   * @param object is not changed
   * @throws StatusException 400 when a value has the wrong type
   */
  public static Decoded decode(ResourceType type, ObjectNode object) {
    Decoder decoder = new Decoder(subject(type));
    ObjectNode read =
        type.shape()
            .map(shape -> decoder.object(shape, object, new Path("", ""), true))
            .orElseGet(() -> decoder.custom(type, object));
    return new Decoded(read, decoder.unknown);
  }

  /**
   * Reads an object of a shape that is no resource of its own, such as a Scale.
   *
   * @param kind of the object, for messages
   * @throws StatusException 400 when a value has the wrong type
   */
  public static Decoded decode(Shape shape, String kind, ObjectNode object) {
    Decoder decoder = new Decoder(kind + " cannot be read: ");
    return new Decoded(decoder.object(shape, object, new Path("", ""), true), decoder.unknown);
  }

  private ObjectNode custom(ResourceType type, ObjectNode object) {
    ObjectNode read = object.deepCopy();
    plain(read);
    Shape shape = Shapes.BUILT_IN.find("meta.v1.ObjectMeta").orElseThrow();
    JsonNode metadata = object.get("metadata");
    if (metadata instanceof ObjectNode node) {
      read.set("metadata", object(shape, node, new Path("metadata", "metadata"), false));
    } else if (metadata == null || metadata.isNull()) {
      read.remove("metadata");
    } else {
      throw wrong(new Path("metadata", "metadata"), "ObjectMeta", metadata, "v1.ObjectMeta");
    }
    if (type.structure() != null) {
      Pruning.prune(read, type.structure())
          .forEach(each -> unknown.add("unknown field \"" + each + "\""));
    }
    return read;
  }

  /** Makes fractions what they are when they come back from the store, so that they are equal. */
  static void plain(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(each -> {
            plain(each.getValue());
            if (each.getValue() instanceof DecimalNode number) {
              each.setValue(DoubleNode.valueOf(number.doubleValue()));
            }
          });
    } else if (node instanceof ArrayNode array) {
      for (int index = 0; index < array.size(); index++) {
        plain(array.get(index));
        if (array.get(index) instanceof DecimalNode number) {
          array.set(index, DoubleNode.valueOf(number.doubleValue()));
        }
      }
    }
  }

  private ObjectNode object(Shape shape, ObjectNode from, Path path, boolean top) {
    ObjectNode read = Json.object();
    boolean kind = top || KINDS_WITHIN.contains(shape.name());
    for (Map.Entry<String, JsonNode> each : from.properties()) {
      String name = each.getKey();
      JsonNode value = each.getValue();
      Field field = shape.fields().get(name);
      if (field != null) {
        put(read, shape, field, value, path.member(name));
      } else if (kind && (name.equals("kind") || name.equals("apiVersion"))) {
        if (!value.isTextual()) {
          throw wrong(path.member(name), last(shape.name()), value, "string");
        }
        read.set(name, value);
      } else {
        unknown.add("unknown field \"" + path.member(name).place() + "\"");
      }
    }
    return read;
  }

  private void put(ObjectNode read, Shape shape, Field field, JsonNode value, Path path) {
    if (value.isNull()) {
      return;
    }
    JsonNode known =
        switch (field.form()) {
          case ONE -> one(shape, field, value, path);
          case LIST -> list(shape, field, value, path);
          case MAP -> map(shape, field, value, path);
        };
    if (!empty(shape, field, known)) {
      read.set(field.name(), known);
    }
  }

  private static boolean empty(Shape shape, Field field, JsonNode value) {
    return switch (field.form()) {
      case MAP -> value.isEmpty();
      case LIST ->
          value.isEmpty()
              && !field.required()
              && !EMPTY_LISTS.contains(shape.name() + "." + field.name());
      case ONE ->
          !field.keepsEmpty()
              && switch (field.type()) {
                case "string", "bytes" -> value.asText().isEmpty();
                case "int", "long", "number" -> value.asDouble() == 0 && !field.required();
                case "bool" -> !value.asBoolean() && !field.required();
                default -> false;
              };
    };
  }

  private JsonNode list(Shape shape, Field field, JsonNode value, Path path) {
    if (!(value instanceof ArrayNode from)) {
      throw wrong(path, last(shape.name()), value, Goes.type(field));
    }
    ArrayNode read = Json.array();
    for (int index = 0; index < from.size(); index++) {
      JsonNode each = from.get(index);
      read.add(each.isNull() ? none(field) : one(shape, field, each, path.element(index)));
    }
    return read;
  }

  private static JsonNode none(Field field) {
    return switch (field.type()) {
      case "string" -> TextNode.valueOf("");
      case "int", "long" -> IntNode.valueOf(0);
      default -> Json.object();
    };
  }

  private JsonNode map(Shape shape, Field field, JsonNode value, Path path) {
    if (!(value instanceof ObjectNode from)) {
      throw wrong(path, last(shape.name()), value, Goes.type(field));
    }
    ObjectNode read = Json.object();
    for (Map.Entry<String, JsonNode> each : from.properties()) {
      JsonNode entry = each.getValue();
      Path inner = path.entry(each.getKey());
      if (field.type().equals("bytes") && entry.isNull()) {
        read.put(each.getKey(), "");
      } else {
        read.set(each.getKey(), entry.isNull() ? none(field) : one(shape, field, entry, inner));
      }
    }
    return read;
  }

  private JsonNode one(Shape shape, Field field, JsonNode value, Path path) {
    return switch (field.type()) {
      case "raw", "fields" -> value;
      case "json" -> schemas(shape, field, value, path);
      default -> {
        if (!field.shaped()) {
          yield new Scalar(this, shape, field, path).read(value);
        }
        if (!(value instanceof ObjectNode from)) {
          throw wrong(path, last(shape.name()), value, Goes.type(field.type()));
        }
        yield object(Shapes.BUILT_IN.of(field).orElseThrow(), from, path, false);
      }
    };
  }

  /** The schemas in the fields of a schema that may be one of several things. */
  private JsonNode schemas(Shape shape, Field field, JsonNode value, Path path) {
    if (!SCHEMAS.contains(field.name())) {
      return value;
    }
    if (value instanceof ObjectNode from) {
      return object(shape, from, path, false);
    }
    if (!(value instanceof ArrayNode from)) {
      return value;
    }
    ArrayNode read = Json.array();
    for (int index = 0; index < from.size(); index++) {
      JsonNode each = from.get(index);
      read.add(
          each instanceof ObjectNode node ? object(shape, node, path.element(index), false) : each);
    }
    return read;
  }

  /** A value of the wrong JSON type. */
  StatusException wrong(Path path, String struct, JsonNode value, String type) {
    return StatusException.badRequest(
        root
            + "json: cannot unmarshal "
            + Goes.value(value, type)
            + " into Go struct field "
            + struct
            + "."
            + path.fields()
            + " of type "
            + type);
  }

  /** A text that is not what it should be. */
  StatusException malformed(Path path, String why) {
    return StatusException.badRequest(root + path.place() + ": " + why);
  }

  static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * Where a value stands.
   *
   * @param place with indexes, such as {@code spec.containers[0].name}
   * @param fields without them
   */
  record Path(String place, String fields) {

    Path member(String name) {
      return place.isEmpty()
          ? new Path(name, name)
          : new Path(place + "." + name, fields + "." + name);
    }

    Path element(int index) {
      return new Path(place + "[" + index + "]", fields);
    }

    Path entry(String key) {
      return new Path(place + "." + key, fields);
    }
  }
}
