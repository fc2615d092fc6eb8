package dev.picket.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON merge patches (RFC 7396). */
public final class MergePatch {

  private MergePatch() {}

  /** Changes the target. The patch stays as it is. */
  public static void apply(ObjectNode target, JsonNode patch) {
    for (Map.Entry<String, JsonNode> each : patch.properties()) {
      JsonNode value = each.getValue();
      if (value.isNull()) {
        target.remove(each.getKey());
      } else if (value.isObject()) {
        apply(object(target, each.getKey()), value);
      } else {
        target.set(each.getKey(), value.deepCopy());
      }
    }
  }

  private static ObjectNode object(ObjectNode target, String name) {
    return target.get(name) instanceof ObjectNode there ? there : target.putObject(name);
  }
}
