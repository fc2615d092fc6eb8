package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.schema.Field;

/** How the API server, being written in Go, calls types and values in its messages. */
final class Goes {

  private Goes() {}

  static String type(Field field) {
    return switch (field.form()) {
      case ONE -> type(field.type());
      case LIST -> "[]" + type(field.type());
      case MAP -> "map[string]" + type(field.type());
    };
  }

  static String type(String type) {
    return switch (type) {
      case "string", "bool" -> type;
      case "int" -> "int32";
      case "long" -> "int64";
      case "number" -> "float64";
      case "bytes" -> "[]uint8";
      case "[]string" -> "v1.ExtraValue";
      case "time" -> "v1.Time";
      case "microtime" -> "v1.MicroTime";
      case "duration" -> "v1.Duration";
      case "quantity" -> "resource.Quantity";
      case "int-or-string" -> "intstr.IntOrString";
      case "raw" -> "runtime.RawExtension";
      default -> type.substring(type.indexOf('.') + 1);
    };
  }

  /** What kind of value it is; numbers are shown when another number would be right. */
  static String value(JsonNode value, String type) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> type.startsWith("int") ? "number " + value.asText() : "number";
      case BOOLEAN -> "bool";
      case ARRAY -> "array";
      default -> "object";
    };
  }
}
