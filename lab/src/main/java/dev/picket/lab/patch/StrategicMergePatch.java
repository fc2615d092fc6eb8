package dev.picket.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.schema.Structure;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Strategic merge patches: merge patches that know which lists are merged and by what key, with
 * directives beginning with {@code $}. Source: the API conventions of Kubernetes.
 */
public final class StrategicMergePatch {

  static final String PATCH = "$patch";
  static final String RETAIN_KEYS = "$retainKeys";
  static final String ELEMENT_ORDER = "$setElementOrder/";
  static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

  private StrategicMergePatch() {}

  /**
   * The target as the patch wants it; the target may be changed and shared.
   *
   * @param patch an object, which stays as it is
   * @param structure of the target
   * @throws StatusException 400 or 500 when a directive is malformed
   */
  public static ObjectNode apply(ObjectNode target, JsonNode patch, Structure structure) {
    return merge(target, patch.deepCopy(), structure);
  }

  static ObjectNode merge(ObjectNode target, ObjectNode patch, Structure structure) {
    JsonNode directive = patch.get(PATCH);
    if (directive != null) {
      return replaced(patch, directive.asText());
    }
    retainKeys(target, patch);
    ElementOrders.apply(target, patch, structure);
    for (Map.Entry<String, JsonNode> each : patch.properties()) {
      String name = each.getKey();
      if (name.startsWith(DELETE_VALUES)) {
        deleteValues(target, name.substring(DELETE_VALUES.length()), each.getValue());
      } else {
        merge(target, name, each.getValue(), structure.member(name));
      }
    }
    return target;
  }

  private static void merge(ObjectNode target, String name, JsonNode wanted, Structure structure) {
    if (wanted.isNull()) {
      target.remove(name);
      return;
    }
    JsonNode there = target.get(name);
    if (there instanceof ObjectNode inner && wanted instanceof ObjectNode patch) {
      target.set(name, merge(inner, patch, structure));
    } else if (there instanceof ArrayNode list && wanted instanceof ArrayNode patch) {
      target.set(name, MergedLists.merge(list, patch, structure));
    } else {
      target.set(name, plain(wanted));
    }
  }

  private static ObjectNode replaced(ObjectNode patch, String directive) {
    return switch (directive) {
      case "replace" -> {
        patch.remove(PATCH);
        yield patch;
      }
      case "delete" -> Json.object();
      default -> throw unknown(directive, patch);
    };
  }

  static StatusException unknown(String directive, JsonNode patch) {
    return StatusException.of(500, "", "unknown patch type: " + directive + " in map: " + patch);
  }

  private static void retainKeys(ObjectNode target, ObjectNode patch) {
    JsonNode listed = patch.remove(RETAIN_KEYS);
    if (listed == null) {
      return;
    }
    Set<String> retained = new TreeSet<>();
    listed.forEach(each -> retained.add(each.asText()));
    boolean fits = listed.isArray();
    for (Map.Entry<String, JsonNode> each : patch.properties()) {
      String name = each.getKey();
      fits &=
          each.getValue().isNull()
              || name.startsWith(DELETE_VALUES)
              || name.startsWith(ELEMENT_ORDER)
              || retained.contains(name);
    }
    if (!fits) {
      throw StatusException.badRequest("invalid patch format of retainKeys");
    }
    target.retain(retained);
  }

  private static void deleteValues(ObjectNode target, String name, JsonNode values) {
    if (!(values instanceof ArrayNode listed)) {
      throw StatusException.badRequest("invalid patch format of primitive list");
    }
    if (target.get(name) instanceof ArrayNode list) {
      target.set(name, MergedLists.without(list, listed, ""));
    }
  }

  /** A part of a patch as a value: without directives and nulls. */
  static JsonNode plain(JsonNode patch) {
    return switch (patch) {
      case ObjectNode map -> {
        ObjectNode plain = Json.object();
        for (Map.Entry<String, JsonNode> each : map.properties()) {
          if (!each.getKey().startsWith("$") && !each.getValue().isNull()) {
            plain.set(each.getKey(), plain(each.getValue()));
          }
        }
        yield plain;
      }
      case ArrayNode list -> {
        ArrayNode plain = Json.array();
        for (JsonNode each : list) {
          if (!each.has(PATCH)) {
            plain.add(plain(each));
          }
        }
        yield plain;
      }
      case NullNode nothing -> nothing;
      default -> patch;
    };
  }
}
