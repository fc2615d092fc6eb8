package dev.picket.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.schema.Structure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directive that says in which order a merged list shall be. */
final class ElementOrders {

  private ElementOrders() {}

  /** Merges the lists that have the directive, and takes them out of the patch. */
  static void apply(ObjectNode target, ObjectNode patch, Structure structure) {
    List<String> directives = new ArrayList<>();
    patch.fieldNames().forEachRemaining(directives::add);
    directives.removeIf(each -> !each.startsWith(StrategicMergePatch.ELEMENT_ORDER));
    for (String each : directives) {
      String name = each.substring(StrategicMergePatch.ELEMENT_ORDER.length());
      if (!(patch.remove(each) instanceof ArrayNode order)) {
        throw StatusException.badRequest("invalid patch format of setElementOrder list");
      }
      apply(target, name, patch.get(name), order, structure.member(name));
      if (patch.get(name) instanceof ArrayNode) {
        patch.remove(name);
      }
    }
  }

  private static void apply(
      ObjectNode target,
      String name,
      @Nullable JsonNode given,
      ArrayNode order,
      Structure structure) {
    String key = structure.strategy().key();
    ArrayNode former = target.get(name) instanceof ArrayNode list ? list.deepCopy() : null;
    ArrayNode merged = former;
    if (given instanceof ArrayNode patch) {
      requireOrder(patch, order, key);
      merged =
          former == null
              ? (ArrayNode) StrategicMergePatch.plain(patch)
              : MergedLists.merge(former, patch, structure);
    }
    if (merged != null) {
      ArrayNode before = former == null ? merged : former;
      target.set(name, MergedLists.ordered(merged, order, before, key));
    }
  }

  /** What the patch adds or changes must be in the order that it wants. */
  private static void requireOrder(ArrayNode patch, ArrayNode order, String key) {
    int next = 0;
    for (JsonNode each : patch) {
      if (each.has(StrategicMergePatch.PATCH)) {
        continue;
      }
      JsonNode wanted = key.isEmpty() ? each : MergedLists.required(each, key);
      while (next < order.size() && !JsonValues.same(value(order.get(next), key), wanted)) {
        next++;
      }
      if (next++ == order.size()) {
        throw StatusException.of(
            500,
            "",
            "The order in patch list:\n%s\n doesn't match $setElementOrder list:\n%s\n"
                .formatted(patch, order));
      }
    }
  }

  private static JsonNode value(JsonNode element, String key) {
    return key.isEmpty() ? element : element.path(key);
  }
}
