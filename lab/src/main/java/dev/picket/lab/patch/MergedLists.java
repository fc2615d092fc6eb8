package dev.picket.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.schema.Structure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists that strategic merge patches merge, by a key or by their values. */
final class MergedLists {

  private MergedLists() {}

  /** The list after the patch. */
  static ArrayNode merge(ArrayNode list, ArrayNode patch, Structure structure) {
    if (!structure.strategy().lists()) {
      return (ArrayNode) StrategicMergePatch.plain(patch);
    }
    String key = structure.strategy().key();
    if (key.isEmpty()) {
      return ordered(byValue(list, patch), patch, list, key);
    }
    ArrayNode ordinary = Json.array();
    ArrayNode merged = directed(list, patch, ordinary, key);
    mergeElements(merged, key, ordinary, structure.element());
    return ordered(merged, ordinary, list, key);
  }

  private static ArrayNode byValue(ArrayNode list, ArrayNode patch) {
    ArrayNode merged = Json.array();
    Positions positions = new Positions(merged, "");
    for (ArrayNode part : List.of(list, patch)) {
      for (JsonNode each : part) {
        if (each.isArray()) {
          throw StatusException.rejected("", "lists of lists are not supported");
        }
        if (positions.of(each) < 0) {
          positions.add(each, merged.size());
          merged.add(each);
        }
      }
    }
    return merged;
  }

  /** Follows the directives among the elements; the others go into {@code ordinary}. */
  private static ArrayNode directed(
      ArrayNode list, ArrayNode patch, ArrayNode ordinary, String key) {
    ArrayNode deleted = Json.array();
    boolean replaced = false;
    for (JsonNode each : patch) {
      JsonNode directive = each.get(StrategicMergePatch.PATCH);
      if (directive == null) {
        ordinary.add(each);
        continue;
      }
      switch (directive.asText()) {
        case "delete" -> {
          required(each, key);
          deleted.add(each);
        }
        case "replace" -> replaced = true;
        case "merge" ->
            throw StatusException.of(500, "", "merging lists cannot yet be specified in the patch");
        default -> throw StrategicMergePatch.unknown(directive.asText(), each);
      }
    }
    return replaced ? Json.array() : without(list, deleted, key);
  }

  /** The elements that are not like any of those, which are told apart by a key or their values. */
  static ArrayNode without(ArrayNode list, ArrayNode those, String key) {
    Positions positions = new Positions(those, key);
    ArrayNode kept = Json.array();
    list.forEach(each -> {
      if (positions.of(each) < 0) {
        kept.add(each);
      }
    });
    return kept;
  }

  private static void mergeElements(
      ArrayNode list, String key, ArrayNode patch, Structure structure) {
    Positions positions = new Positions(list, key);
    for (JsonNode each : patch) {
      required(each, key);
      int index = positions.of(each);
      if (index < 0) {
        positions.add(each, list.size());
        list.add(StrategicMergePatch.plain(each));
      } else if (list.get(index) instanceof ObjectNode there) {
        list.set(index, StrategicMergePatch.merge(there, each.deepCopy(), structure));
      }
    }
  }

  static JsonNode required(JsonNode element, String key) {
    JsonNode value = element.get(key);
    if (value == null) {
      throw StatusException.of(
          500, "", "map: " + element + " does not contain declared merge key: " + key);
    }
    return value;
  }

  /**
   * The elements in order: those that {@code wanted} names in its order, the others in the order of
   * the former list, put before the first that came after them there.
   *
   * @param key empty when elements are told apart by their values
   */
  static ArrayNode ordered(ArrayNode elements, ArrayNode wanted, ArrayNode former, String key) {
    Positions order = new Positions(wanted, key);
    Positions before = new Positions(former, key);
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    elements.forEach(each -> (order.of(each) >= 0 ? named : others).add(each));
    named.sort(Comparator.comparingInt(order::of));
    // What was not there before comes last.
    others.sort(
        Comparator.comparing((JsonNode each) -> before.of(each) < 0).thenComparingInt(before::of));
    ArrayNode ordered = Json.array();
    int next = 0;
    for (JsonNode each : named) {
      int place = before.of(each);
      while (next < others.size() && inFront(before.of(others.get(next)), place)) {
        ordered.add(others.get(next++));
      }
      ordered.add(each);
    }
    others.subList(next, others.size()).forEach(ordered::add);
    return ordered;
  }

  /** Whether a place is one, and in front of another that is one. */
  private static boolean inFront(int place, int other) {
    return place >= 0 && place < other;
  }
}
