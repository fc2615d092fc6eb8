package dev.picket.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in defaults. A null where none may be counts as absent, as with the real one. */
public final class Defaulting {

  private Defaulting() {}

  /** Drops nulls that stand for nothing, then fills in the defaults, those of defaults too. */
  public static void apply(JsonNode value, @Nullable StructuralSchema schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      members(object, schema);
    } else if (value instanceof ArrayNode array) {
      StructuralSchema items = schema.items();
      for (int index = 0; items != null && index < array.size(); index++) {
        if (items.initial() != null && items.absent(array.get(index))) {
          array.set(index, items.initial().deepCopy());
        }
        apply(array.get(index), items);
      }
    }
  }

  private static void members(ObjectNode object, StructuralSchema schema) {
    for (Map.Entry<String, StructuralSchema> each : schema.properties().entrySet()) {
      StructuralSchema property = each.getValue();
      JsonNode value = object.get(each.getKey());
      if (value != null && property.absent(value)) {
        object.remove(each.getKey());
        value = null;
      }
      if (value == null && property.initial() != null) {
        object.set(each.getKey(), property.initial().deepCopy());
      }
    }
    StructuralSchema additional = schema.additional() == null ? null : schema.additional().schema();
    if (additional != null) {
      nulls(object, schema, additional);
    }
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      apply(each.getValue(), schema.member(each.getKey()));
    }
  }

  private static void nulls(
      ObjectNode object, StructuralSchema schema, StructuralSchema additional) {
    JsonNode initial = additional.initial();
    object
        .properties()
        .removeIf(each ->
            !schema.properties().containsKey(each.getKey())
                && initial == null
                && additional.absent(each.getValue()));
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      boolean property = schema.properties().containsKey(each.getKey());
      if (!property && initial != null && additional.absent(each.getValue())) {
        each.setValue(initial.deepCopy());
      }
    }
  }
}
