package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.FieldProblem.Reason;
import dev.picket.lab.resource.Json;
import dev.picket.lab.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is twice in lists that are sets or maps. */
public final class ListUniqueness {

  private ListUniqueness() {}

  public static List<FieldProblem> check(JsonNode object, StructuralSchema schema) {
    List<FieldProblem> problems = new ArrayList<>();
    check(object, schema, "", problems);
    return problems;
  }

  private static void check(
      JsonNode value, @Nullable StructuralSchema schema, String path, List<FieldProblem> problems) {
    if (schema == null || problems.size() >= Validation.MOST_PROBLEMS) {
      return;
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        String name = each.getKey();
        boolean property = schema.properties().containsKey(name);
        String place = property ? Validation.join(path, name) : path + "[" + name + "]";
        check(each.getValue(), schema.member(name), place, problems);
      }
    } else if (value.isArray()) {
      unique(value, schema, path, problems);
      for (int index = 0; index < value.size(); index++) {
        check(value.get(index), schema.items(), path + "[" + index + "]", problems);
      }
    }
  }

  private static void unique(
      JsonNode list, StructuralSchema schema, String path, List<FieldProblem> problems) {
    String listType = schema.extensions().listType();
    boolean map = listType.equals("map");
    if (!map && !listType.equals("set")) {
      return;
    }
    Set<Object> seen = new HashSet<>();
    for (int index = 0; index < list.size(); index++) {
      JsonNode item = list.get(index);
      JsonNode key = map ? keys(item, schema.extensions().listKeys()) : item;
      if (!seen.add(Equality.canonical(key))) {
        String place = path + "[" + index + "]";
        problems.add(FieldProblem.of(Reason.DUPLICATE, place, Shown.value(key), ""));
      }
    }
  }

  /** What tells an item apart. */
  static ObjectNode keys(JsonNode item, List<String> names) {
    ObjectNode keys = Json.object();
    for (String each : names) {
      if (item.has(each)) {
        keys.set(each, item.get(each));
      }
    }
    return keys;
  }
}
