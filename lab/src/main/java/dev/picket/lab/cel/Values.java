package dev.picket.lab.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.structural.Durations;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the values that CEL computes with, typed by a schema. */
final class Values {

  private Values() {}

  /** Texts that are more than texts. */
  enum Special {
    NONE,
    BYTES,
    TIME,
    DURATION
  }

  static Special special(StructuralSchema schema) {
    return switch (schema.limits().format()) {
      case "byte" -> Special.BYTES;
      case "date", "date-time" -> Special.TIME;
      case "duration" -> Special.DURATION;
      default -> Special.NONE;
    };
  }

  /** A value; of a whole object when so. */
  static Object of(JsonNode node, @Nullable StructuralSchema schema, boolean whole) {
    if (schema == null || schema.extensions().intOrString()) {
      return free(node);
    }
    return switch (node.getNodeType()) {
      case OBJECT -> object(node, schema, whole || schema.extensions().embedded());
      case ARRAY -> {
        List<Object> list = new ArrayList<>(node.size());
        node.forEach(each -> list.add(of(each, schema.items(), false)));
        yield list;
      }
      case NUMBER -> schema.type().equals("number") ? (Object) node.doubleValue() : free(node);
      case STRING -> text(node.asText(), special(schema));
      default -> free(node);
    };
  }

  private static Object object(JsonNode node, StructuralSchema schema, boolean whole) {
    boolean map =
        schema.additional() != null
            && schema.additional().allowed()
            && schema.properties().isEmpty();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      String name = each.getKey();
      StructuralSchema member = schema.member(name);
      if (map) {
        values.put(name, of(each.getValue(), member, false));
      } else if (whole && name.equals("metadata")) {
        values.put(name, metadata(each.getValue()));
      } else if (whole && (name.equals("apiVersion") || name.equals("kind"))) {
        values.put(name, each.getValue().asText());
      } else if (member != null) {
        Names.escape(name)
            .ifPresent(escaped -> values.put(escaped, of(each.getValue(), member, false)));
      }
    }
    return values;
  }

  private static Map<String, Object> metadata(JsonNode metadata) {
    Map<String, Object> names = new LinkedHashMap<>();
    for (String each : List.of("name", "generateName")) {
      if (metadata.path(each).isTextual()) {
        names.put(each, metadata.path(each).asText());
      }
    }
    return names;
  }

  private static Object text(String text, Special special) {
    try {
      return switch (special) {
        case NONE -> text;
        case BYTES -> CelByteString.of(Base64.getDecoder().decode(text));
        case TIME ->
            text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        case DURATION -> Durations.parse(text).<Object>map(each -> each).orElse(text);
      };
    } catch (DateTimeException | IllegalArgumentException malformed) {
      // Validation tells of it; rules then do not run.
      return text;
    }
  }

  private static Object free(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(each -> map.put(each.getKey(), free(each.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>(node.size());
        node.forEach(each -> list.add(free(each)));
        yield list;
      }
      case STRING -> node.asText();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> {
        boolean whole = node.decimalValue().stripTrailingZeros().scale() <= 0;
        yield whole && node.canConvertToLong() ? (Object) node.longValue() : node.doubleValue();
      }
      default -> NullValue.NULL_VALUE;
    };
  }
}
