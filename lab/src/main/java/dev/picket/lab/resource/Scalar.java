package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.schema.Field;
import dev.picket.lab.schema.Shape;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;

/** Reads the value of one scalar field. */
final class Scalar {

  private final Decoder decoder;
  private final Shape shape;
  private final Field field;
  private final Decoder.Path path;

  Scalar(Decoder decoder, Shape shape, Field field, Decoder.Path path) {
    this.decoder = decoder;
    this.shape = shape;
    this.field = field;
    this.path = path;
  }

  JsonNode read(JsonNode value) {
    return switch (field.type()) {
      case "string", "duration" -> required(value, value.isTextual());
      case "int" -> whole(required(value, value.isIntegralNumber() && value.canConvertToInt()));
      case "long" -> whole(required(value, value.isIntegralNumber() && value.canConvertToLong()));
      case "number" -> decimal(required(value, value.isNumber()));
      case "bool" -> required(value, value.isBoolean());
      case "bytes" -> bytes(required(value, value.isTextual()));
      case "time", "microtime" -> time(required(value, value.isTextual()));
      case "quantity" -> quantity(required(value, value.isTextual() || value.isNumber()));
      case "int-or-string" ->
          required(
              value, value.isTextual() || (value.isIntegralNumber() && value.canConvertToInt()));
      case "[]string" -> texts(value);
      default -> throw new IllegalStateException(field.type() + " is no scalar");
    };
  }

  /** As it comes back from the store, so that equal numbers are equal nodes. */
  private static JsonNode whole(JsonNode value) {
    return value.canConvertToInt()
        ? IntNode.valueOf(value.intValue())
        : LongNode.valueOf(value.longValue());
  }

  private static JsonNode decimal(JsonNode value) {
    return value.canConvertToExactIntegral() && value.canConvertToLong()
        ? whole(value)
        : DoubleNode.valueOf(value.doubleValue());
  }

  private JsonNode required(JsonNode value, boolean right) {
    if (!right) {
      throw decoder.wrong(path, Decoder.last(shape.name()), value, Goes.type(field.type()));
    }
    return value;
  }

  private JsonNode texts(JsonNode value) {
    boolean right = value.isArray();
    for (JsonNode each : value) {
      right &= each.isTextual();
    }
    return required(value, right);
  }

  private JsonNode bytes(JsonNode value) {
    try {
      byte[] content = Base64.getDecoder().decode(value.asText().replaceAll("[\r\n]", ""));
      return TextNode.valueOf(Base64.getEncoder().encodeToString(content));
    } catch (IllegalArgumentException malformed) {
      throw decoder.malformed(path, "illegal base64 data: " + malformed.getMessage());
    }
  }

  private JsonNode time(JsonNode value) {
    boolean micro = field.type().equals("microtime");
    try {
      var time = OffsetDateTime.parse(value.asText()).toInstant();
      return TextNode.valueOf(micro ? Timestamps.micros(time) : Timestamps.seconds(time));
    } catch (DateTimeException malformed) {
      String form = micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00";
      throw decoder.malformed(
          path, "parsing time \"" + value.asText() + "\" as \"" + form + "\": it is no such time");
    }
  }

  private JsonNode quantity(JsonNode value) {
    return Quantity.parse(value.asText())
        .map(read -> TextNode.valueOf(read.text()))
        .orElseThrow(() -> decoder.malformed(path, Quantity.EXPECTED));
  }
}
