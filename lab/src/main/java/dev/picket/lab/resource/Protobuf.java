package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.schema.Field;
import dev.picket.lab.schema.Shape;
import dev.picket.lab.schema.Shapes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads the protobuf bodies that client-go's typed clients send, by the table of {@link Shapes}.
 */
public final class Protobuf {

  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int DEPTH_MAX = 100;

  private Protobuf() {}

  /**
   * Reads an enveloped object.
   *
   * @throws StatusException 400 when it is malformed, 415 when its kind is not in the table
   */
  public static ObjectNode read(byte[] body) {
    if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, 4)) {
      throw malformed("it does not begin with k8s\\0");
    }
    Wire envelope = new Wire(ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length));
    String apiVersion = "";
    String kind = "";
    ByteBuffer raw = ByteBuffer.allocate(0);
    while (envelope.next()) {
      if (envelope.number() == 1) {
        Wire type = new Wire(envelope.bytes());
        while (type.next()) {
          switch (type.number()) {
            case 1 -> apiVersion = text(type.bytes());
            case 2 -> kind = text(type.bytes());
            default -> type.skip();
          }
        }
      } else if (envelope.number() == 2) {
        raw = envelope.bytes();
      } else if (envelope.number() == 3) {
        if (envelope.bytes().hasRemaining()) {
          throw malformed("its content is encoded once more");
        }
      } else {
        envelope.skip();
      }
    }
    return object(apiVersion, kind, raw);
  }

  private static ObjectNode object(String apiVersion, String kind, ByteBuffer raw) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    if (kind.isEmpty()) {
      throw malformed("it names no kind");
    }
    Shape shape =
        (kind.equals("DeleteOptions")
                ? Shapes.BUILT_IN.find("meta.v1.DeleteOptions")
                : Shapes.BUILT_IN.ofKind(group, version, kind))
            .orElseThrow(() ->
                StatusException.unsupportedMediaType(
                    "the lab reads no protobuf of kind '" + kind + "'; send JSON"));
    ObjectNode object = Json.object().put("kind", kind).put("apiVersion", apiVersion);
    object.setAll(message(shape, raw, 0));
    return Decoder.decode(shape, kind, object).object();
  }

  private static ObjectNode message(Shape shape, ByteBuffer bytes, int depth) {
    if (depth > DEPTH_MAX) {
      throw malformed("it is nested more than " + DEPTH_MAX + " deep");
    }
    ObjectNode object = Json.object();
    Wire wire = new Wire(bytes);
    while (wire.next()) {
      Field field = shape.field(wire.number()).orElse(null);
      if (field == null) {
        throw malformed("field " + wire.number() + " of " + shape.name() + " is unknown");
      }
      put(object, field, wire, depth);
    }
    return object;
  }

  private static void put(ObjectNode object, Field field, Wire wire, int depth) {
    if (field.map()) {
      entry(object.withObjectProperty(field.name()), field, wire.bytes(), depth);
      return;
    }
    JsonNode value = value(field, wire, depth);
    if (field.inline()) {
      object.setAll((ObjectNode) value);
    } else if (field.repeated()) {
      object.withArrayProperty(field.name()).add(value);
    } else {
      object.set(field.name(), value);
    }
  }

  /** The value, though it be empty: {@link Decoder} knows which empty values mean nothing. */
  private static JsonNode value(Field field, Wire wire, int depth) {
    return switch (field.type()) {
      case "int" -> IntNode.valueOf((int) wire.number64());
      case "long" -> LongNode.valueOf(wire.number64());
      case "bool" -> BooleanNode.valueOf(wire.number64() != 0);
      case "number" -> decimal(wire.float64());
      default -> ofBytes(field, wire.bytes(), depth);
    };
  }

  private static JsonNode ofBytes(Field field, ByteBuffer bytes, int depth) {
    return switch (field.type()) {
      case "string" -> TextNode.valueOf(text(bytes));
      case "time", "microtime" -> time(bytes, field.type().equals("microtime"));
      case "bytes" -> bytes(bytes);
      case "quantity" -> quantity(first(bytes));
      case "int-or-string" -> intOrString(bytes);
      case "raw", "fields" -> raw(bytes);
      case "json" -> ofSchema(field.name(), bytes, depth);
      case "[]string" -> texts(bytes);
      default -> message(Shapes.BUILT_IN.of(field).orElseThrow(), bytes, depth + 1);
    };
  }

  /** Go writes numbers without a fraction as integers. */
  private static JsonNode decimal(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? LongNode.valueOf((long) number)
        : DoubleNode.valueOf(number);
  }

  private static JsonNode quantity(String text) {
    return TextNode.valueOf(text.isEmpty() ? "0" : text);
  }

  private static void entry(ObjectNode map, Field field, ByteBuffer bytes, int depth) {
    Wire wire = new Wire(bytes);
    String key = "";
    ByteBuffer value = ByteBuffer.allocate(0);
    while (wire.next()) {
      switch (wire.number()) {
        case 1 -> key = text(wire.bytes());
        case 2 -> value = wire.bytes();
        default -> wire.skip();
      }
    }
    map.set(key, ofBytes(field, value, depth));
  }

  /** The fields of a CustomResourceDefinition's schema that may be one of several things. */
  private static JsonNode ofSchema(String field, ByteBuffer bytes, int depth) {
    return switch (field) {
      case "items" -> union(bytes, depth, Union.SCHEMAS);
      case "additionalProperties", "additionalItems" -> union(bytes, depth, Union.BOOL);
      case "dependencies" -> union(bytes, depth, Union.TEXTS);
      default -> raw(bytes);
    };
  }

  private enum Union {
    SCHEMAS,
    BOOL,
    TEXTS
  }

  private static JsonNode union(ByteBuffer bytes, int depth, Union union) {
    Shape schema = Shapes.BUILT_IN.find("apiextensions.v1.JSONSchemaProps").orElseThrow();
    JsonNode one = NullNode.instance;
    boolean allows = false;
    ArrayNode several = Json.array();
    Wire wire = new Wire(bytes);
    while (wire.next()) {
      if (union == Union.BOOL && wire.number() == 1) {
        allows = wire.number64() != 0;
      } else if (wire.number() == (union == Union.BOOL ? 2 : 1)) {
        one = message(schema, wire.bytes(), depth + 1);
      } else if (wire.number() == 2) {
        several.add(
            union == Union.TEXTS
                ? TextNode.valueOf(text(wire.bytes()))
                : message(schema, wire.bytes(), depth + 1));
      } else {
        wire.skip();
      }
    }
    if (union == Union.BOOL && one.isNull()) {
      return BooleanNode.valueOf(allows);
    }
    return several.isEmpty() ? one : several;
  }

  private static JsonNode bytes(ByteBuffer value) {
    byte[] content = new byte[value.remaining()];
    value.get(content);
    return TextNode.valueOf(Base64.getEncoder().encodeToString(content));
  }

  /** The text in a message's first field. */
  private static String first(ByteBuffer bytes) {
    Wire wire = new Wire(bytes);
    String text = "";
    while (wire.next()) {
      if (wire.number() == 1) {
        text = text(wire.bytes());
      } else {
        wire.skip();
      }
    }
    return text;
  }

  private static JsonNode intOrString(ByteBuffer bytes) {
    Wire wire = new Wire(bytes);
    boolean string = false;
    long number = 0;
    String text = "";
    while (wire.next()) {
      switch (wire.number()) {
        case 1 -> string = wire.number64() == 1;
        case 2 -> number = (int) wire.number64();
        case 3 -> text = text(wire.bytes());
        default -> wire.skip();
      }
    }
    return string ? TextNode.valueOf(text) : IntNode.valueOf((int) number);
  }

  /** JSON within a message's first field. */
  private static JsonNode raw(ByteBuffer bytes) {
    String json = first(bytes);
    return json.isEmpty()
        ? NullNode.instance
        : Json.read(json.getBytes(StandardCharsets.UTF_8), true);
  }

  private static JsonNode texts(ByteBuffer bytes) {
    ArrayNode texts = Json.array();
    Wire wire = new Wire(bytes);
    while (wire.next()) {
      texts.add(text(wire.bytes()));
    }
    return texts;
  }

  private static JsonNode time(ByteBuffer bytes, boolean micro) {
    if (!bytes.hasRemaining()) {
      return NullNode.instance;
    }
    Wire wire = new Wire(bytes);
    long seconds = 0;
    long nanos = 0;
    while (wire.next()) {
      switch (wire.number()) {
        case 1 -> seconds = wire.number64();
        case 2 -> nanos = wire.number64();
        default -> wire.skip();
      }
    }
    try {
      Instant time = Instant.ofEpochSecond(seconds, nanos);
      return TextNode.valueOf(micro ? Timestamps.micros(time) : Timestamps.seconds(time));
    } catch (DateTimeException beyond) {
      throw malformed("a time is out of range: " + beyond.getMessage());
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  private static StatusException malformed(String why) {
    return StatusException.badRequest("the protobuf body cannot be read: " + why);
  }

  /** The fields of one message. */
  private static final class Wire {

    private final ByteBuffer bytes;
    private int number;
    private int type;

    Wire(ByteBuffer bytes) {
      this.bytes = bytes.duplicate();
    }

    boolean next() {
      if (!bytes.hasRemaining()) {
        return false;
      }
      long tag = varint();
      number = (int) (tag >>> 3);
      type = (int) (tag & 7);
      return true;
    }

    int number() {
      return number;
    }

    long number64() {
      expect(0);
      return varint();
    }

    double float64() {
      expect(1);
      if (bytes.remaining() < Double.BYTES) {
        throw malformed("it ends within a number");
      }
      return bytes.order(ByteOrder.LITTLE_ENDIAN).getDouble();
    }

    ByteBuffer bytes() {
      expect(2);
      long length = varint();
      if (length < 0 || length > bytes.remaining()) {
        throw malformed("a field is longer than its message");
      }
      ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
      bytes.position(bytes.position() + (int) length);
      return slice;
    }

    void skip() {
      switch (type) {
        case 0 -> varint();
        case 2 -> bytes();
        default -> throw malformed("wire type " + type + " is not used by Kubernetes");
      }
    }

    private void expect(int expected) {
      if (type != expected) {
        throw malformed("field " + number + " has wire type " + type + ", not " + expected);
      }
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (!bytes.hasRemaining()) {
          throw malformed("it ends within a number");
        }
        byte next = bytes.get();
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw malformed("a number has more than 64 bits");
    }
  }
}
