package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.resource.Shapes.Field;
import dev.picket.lab.resource.Shapes.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the protobuf bodies that client-go's typed clients send, by the table of {@link Shapes}.
 */
public final class Protobuf {

  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int DEPTH_MAX = 20;

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
      } else {
        envelope.skip();
      }
    }
    return object(apiVersion, kind, raw);
  }

  private static ObjectNode object(String apiVersion, String kind, ByteBuffer raw) {
    Shape shape =
        Shapes.BUILT_IN
            .find(kind)
            .orElseThrow(() ->
                StatusException.unsupportedMediaType(
                    "the lab reads no protobuf of kind '" + kind + "'; send JSON"));
    ObjectNode object = Json.object().put("kind", kind).put("apiVersion", apiVersion);
    object.setAll(message(shape, raw, 0));
    return object;
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
      entry(object.withObjectProperty(field.name()), field, wire.bytes());
      return;
    }
    JsonNode value = value(field, wire, depth);
    if (value == null) {
      return;
    }
    if (field.repeated()) {
      object.withArrayProperty(field.name()).add(value);
    } else {
      object.set(field.name(), value);
    }
  }

  /** The value; null when it is empty and this means none. */
  private static @Nullable JsonNode value(Field field, Wire wire, int depth) {
    return switch (field.type()) {
      case "int" -> number(field, wire.number64());
      case "bool" -> BooleanNode.valueOf(wire.number64() != 0);
      case "string" -> text(field, text(wire.bytes()));
      case "time", "microtime" -> time(wire.bytes(), field.type().equals("microtime"));
      case "opaque" -> {
        wire.skip();
        yield null;
      }
      default -> message(Shapes.BUILT_IN.of(field).orElseThrow(), wire.bytes(), depth + 1);
    };
  }

  private static @Nullable JsonNode number(Field field, long number) {
    return number == 0 && !field.keepsEmpty() ? null : LongNode.valueOf(number);
  }

  private static @Nullable JsonNode text(Field field, String text) {
    boolean none = text.isEmpty() && !field.keepsEmpty() && !field.repeated();
    return none ? null : TextNode.valueOf(text);
  }

  private static void entry(ObjectNode map, Field field, ByteBuffer bytes) {
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
    if (field.type().equals("bytes")) {
      byte[] content = new byte[value.remaining()];
      value.get(content);
      map.put(key, content);
    } else {
      map.put(key, text(value));
    }
  }

  private static @Nullable JsonNode time(ByteBuffer bytes, boolean micro) {
    if (!bytes.hasRemaining()) {
      return null;
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
