package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON merge patches (RFC 7396), and strategic ones as far as they mean the same. */
public final class MergePatch {

  private MergePatch() {}

  /** Changes the target. */
  public static void apply(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> each : patch.properties()) {
      JsonNode value = each.getValue();
      if (value.isNull()) {
        target.remove(each.getKey());
      } else if (value.isObject()) {
        apply(object(target, each.getKey()), value);
      } else {
        target.set(each.getKey(), value);
      }
    }
  }

  /** Whether a strategic merge patch has neither lists nor directives, and so is a merge patch. */
  public static boolean sameAsStrategic(JsonNode patch) {
    if (patch.isArray()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> each : patch.properties()) {
      if (each.getKey().startsWith("$") || !sameAsStrategic(each.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode object(ObjectNode target, String name) {
    return target.get(name) instanceof ObjectNode there ? there : target.putObject(name);
  }
}
