package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Objects as {@code meta.k8s.io/v1} Tables, which {@code kubectl get} prints. */
public final class Tables {

  private Tables() {}

  /** What a row carries besides its cells. */
  public enum Include {
    NONE,
    METADATA,
    OBJECT
  }

  /** A table without a list's metadata. */
  public static ObjectNode table(
      ResourceType type, List<ObjectNode> objects, Include include, boolean headings, Instant now) {
    ObjectNode table = Json.object();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", Json.object());
    if (headings) {
      ArrayNode columns = table.putArray("columnDefinitions");
      type.columns().forEach(each -> columns.add(definition(each)));
    } else {
      table.putNull("columnDefinitions");
    }
    ArrayNode rows = table.putArray("rows");
    objects.forEach(each -> rows.add(row(type, each, include, now)));
    return table;
  }

  /** The object without all but its metadata. */
  public static ObjectNode metadataOnly(JsonNode object) {
    ObjectNode partial = Json.object();
    partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    partial.set("metadata", object.path("metadata"));
    return partial;
  }

  private static ObjectNode definition(Column column) {
    ObjectNode definition = Json.object();
    definition.put("name", column.name());
    definition.put("type", column.type().equals("date") ? "string" : column.type());
    definition.put("format", column.name().equals("Name") ? "name" : "");
    definition.put("description", column.description());
    return definition.put("priority", column.priority());
  }

  private static ObjectNode row(
      ResourceType type, ObjectNode object, Include include, Instant now) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("cells");
    type.columns().forEach(each -> cells.add(cell(each, object, now)));
    switch (include) {
      case NONE -> {}
      case METADATA -> row.set("object", metadataOnly(object));
      case OBJECT -> row.set("object", object);
    }
    return row;
  }

  private static JsonNode cell(Column column, ObjectNode object, Instant now) {
    JsonNode value = column.cell().select(object);
    boolean date = column.type().equals("date");
    if (value.isMissingNode() || value.isNull()) {
      return date ? TextNode.valueOf("<unknown>") : NullNode.getInstance();
    }
    if (date) {
      return TextNode.valueOf(age(value.asText(), now));
    }
    return value.isContainerNode() ? TextNode.valueOf(value.toString()) : value;
  }

  private static String age(String time, Instant now) {
    try {
      return Timestamps.age(Duration.between(Instant.parse(time), now));
    } catch (DateTimeParseException notATime) {
      return "<invalid>";
    }
  }
}
