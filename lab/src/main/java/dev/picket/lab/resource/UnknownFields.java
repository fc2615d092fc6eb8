package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.Shapes.Field;
import dev.picket.lab.resource.Shapes.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds fields that a built-in type does not have. */
public final class UnknownFields {

  private UnknownFields() {}

  /** The paths of the unknown fields; none for types whose fields are not known here. */
  public static List<String> of(ResourceType type, JsonNode object) {
    List<String> unknown = new ArrayList<>();
    Shapes.BUILT_IN
        .find(type.custom() ? "" : type.kind())
        .ifPresent(shape -> find(shape, object, "", true, unknown));
    return unknown;
  }

  private static void find(
      Shape shape, JsonNode node, String path, boolean top, List<String> unknown) {
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      String name = each.getKey();
      Field field = shape.fields().get(name);
      if (field == null) {
        if (!top || !(name.equals("kind") || name.equals("apiVersion"))) {
          unknown.add("unknown field \"" + path + name + "\"");
        }
        continue;
      }
      if (!field.map()) {
        Shapes.BUILT_IN
            .of(field)
            .ifPresent(inner -> inside(inner, each.getValue(), path + name, unknown));
      }
    }
  }

  private static void inside(Shape shape, JsonNode value, String path, List<String> unknown) {
    if (value.isArray()) {
      for (int index = 0; index < value.size(); index++) {
        find(shape, value.get(index), path + "[" + index + "].", false, unknown);
      }
    } else {
      find(shape, value, path + ".", false, unknown);
    }
  }
}
