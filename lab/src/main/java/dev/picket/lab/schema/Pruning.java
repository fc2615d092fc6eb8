package dev.picket.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes the fields that a schema does not have. */
public final class Pruning {

  private static final Set<String> OF_OBJECTS = Set.of("apiVersion", "kind", "metadata");

  private static final Shape METADATA = Shapes.BUILT_IN.find("meta.v1.ObjectMeta").orElseThrow();

  private final List<String> removed = new ArrayList<>();

  private Pruning() {}

  /**
   * Removes what is unknown of a whole object.
   *
   * @return the paths of what was removed, such as {@code spec.list[0].extra}, in order
   */
  public static List<String> prune(ObjectNode object, StructuralSchema schema) {
    Pruning pruning = new Pruning();
    if (schema.extensions().preservesUnknown()) {
      pruning.keepMembers(object, schema, true, "");
    } else {
      pruning.members(object, schema, true, "");
    }
    return pruning.removed;
  }

  /** The same for a value that is no whole object. */
  public static List<String> pruneValue(JsonNode value, StructuralSchema schema) {
    Pruning pruning = new Pruning();
    pruning.value(value, schema, "");
    return pruning.removed;
  }

  private void value(JsonNode value, @Nullable StructuralSchema schema, String path) {
    if (schema != null && schema.extensions().preservesUnknown()) {
      keep(value, schema, path);
    } else if (value instanceof ObjectNode object) {
      members(object, schema, schema != null && schema.extensions().embedded(), path);
    } else if (value.isArray()) {
      for (int index = 0; index < value.size(); index++) {
        value(value.get(index), schema == null ? null : schema.items(), path + "[" + index + "]");
      }
    }
  }

  private void members(
      ObjectNode object, @Nullable StructuralSchema schema, boolean whole, String path) {
    Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonNode> each = members.next();
      String name = each.getKey();
      String place = path.isEmpty() ? name : path + "." + name;
      if (whole && OF_OBJECTS.contains(name)) {
        metadata(name, each.getValue(), place);
        continue;
      }
      if (schema != null && (schema.properties().containsKey(name) || allowed(schema))) {
        value(each.getValue(), schema.member(name), place);
      } else {
        members.remove();
        removed.add(place);
      }
    }
  }

  /** Keeps what is unknown here, and prunes what is known. */
  private void keep(JsonNode value, @Nullable StructuralSchema schema, String path) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      keepMembers(object, schema, schema.extensions().embedded(), path);
    } else if (value.isArray()) {
      for (int index = 0; index < value.size(); index++) {
        keep(value.get(index), schema.items(), path + "[" + index + "]");
      }
    }
  }

  private void keepMembers(ObjectNode object, StructuralSchema schema, boolean whole, String path) {
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      String name = each.getKey();
      String place = path.isEmpty() ? name : path + "." + name;
      if (whole && OF_OBJECTS.contains(name)) {
        metadata(name, each.getValue(), place);
      } else if (schema.properties().containsKey(name) || allowed(schema)) {
        value(each.getValue(), schema.member(name), place);
      }
    }
  }

  /** Metadata has fields of its own, whatever a schema says. */
  private void metadata(String name, JsonNode value, String path) {
    if (!name.equals("metadata") || !(value instanceof ObjectNode metadata)) {
      return;
    }
    Iterator<String> members = metadata.fieldNames();
    while (members.hasNext()) {
      String member = members.next();
      if (!METADATA.fields().containsKey(member)) {
        members.remove();
        removed.add(path + "." + member);
      }
    }
  }

  private static boolean allowed(StructuralSchema schema) {
    return schema.additional() != null && schema.additional().allowed();
  }
}
