package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
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
    definition.put("name", column.name()).put("type", column.type());
    definition.put("format", column.format()).put("description", column.description());
    return definition.put("priority", column.priority());
  }

  private static ObjectNode row(
      ResourceType type, ObjectNode object, Include include, Instant now) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("cells");
    type.columns().forEach(each -> cells.add(each.cell().of(object, now)));
    if (type.kind().equals("Pod") && type.group().isEmpty()) {
      ArrayNode conditions = PodCells.conditions(object);
      if (!conditions.isEmpty()) {
        row.set("conditions", conditions);
      }
    }
    switch (include) {
      case NONE -> {}
      case METADATA -> row.set("object", metadataOnly(object));
      case OBJECT -> row.set("object", object);
    }
    return row;
  }
}
