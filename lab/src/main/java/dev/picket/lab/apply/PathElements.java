package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.schema.Structure;
import dev.picket.lab.schema.Structure.ElementKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The steps of paths to fields, as FieldsV1 writes them: {@code f:} and a member's name, {@code k:}
 * and the keys of an element, {@code v:} and an element's value, {@code i:} and an index.
 */
final class PathElements {

  private static final String MEMBER = "f:";
  private static final String KEYS = "k:";
  private static final String VALUE = "v:";
  private static final String INDEX = "i:";

  private PathElements() {}

  static String member(String name) {
    return MEMBER + name;
  }

  /** The name of a member; null when the step leads elsewhere. */
  static @Nullable String memberName(String element) {
    return element.startsWith(MEMBER) ? element.substring(MEMBER.length()) : null;
  }

  /** The step to an element of a list of which elements are owned one by one. */
  static String element(Structure list, JsonNode element, int index) {
    if (list.listType() == Structure.ListType.SET) {
      return VALUE + element;
    }
    String keys = keys(list, element);
    return keys == null ? INDEX + index : keys;
  }

  /** Null when a key is missing. */
  private static @Nullable String keys(Structure list, JsonNode element) {
    StringBuilder text = new StringBuilder(KEYS).append('{');
    for (ElementKey each : list.keys()) {
      JsonNode value = element.get(each.name());
      if (value == null || value.isNull()) {
        value = each.otherwise();
      }
      if (value == null) {
        return null;
      }
      text.append(text.length() > 3 ? "," : "");
      text.append(TextNode.valueOf(each.name())).append(':').append(value);
    }
    return text.append('}').toString();
  }

  /**
   * The same step, written as this class writes it.
   *
   * @throws IllegalArgumentException when it is none
   */
  static String canonical(String element) {
    if (element.startsWith(MEMBER)) {
      return element;
    }
    if (element.startsWith(VALUE)) {
      return VALUE + json(element);
    }
    if (element.matches("i:\\d{1,9}")) {
      return element;
    }
    if (!element.startsWith(KEYS) || !(json(element) instanceof ObjectNode keys)) {
      throw new IllegalArgumentException("not a path element: " + element);
    }
    Map<String, JsonNode> sorted = new TreeMap<>();
    keys.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
    ObjectNode ordered = Json.object();
    ordered.setAll(sorted);
    return KEYS + ordered;
  }

  /** The step as messages show it. */
  static String shown(String element) {
    if (element.startsWith(MEMBER)) {
      return "." + element.substring(MEMBER.length());
    }
    if (element.startsWith(VALUE)) {
      return "[=" + element.substring(VALUE.length()) + "]";
    }
    if (element.startsWith(INDEX)) {
      return "[" + element.substring(INDEX.length()) + "]";
    }
    StringBuilder text = new StringBuilder("[");
    for (Map.Entry<String, JsonNode> each : json(element).properties()) {
      text.append(text.length() > 1 ? "," : "");
      text.append(each.getKey()).append('=').append(each.getValue());
    }
    return text.append(']').toString();
  }

  private static JsonNode json(String element) {
    return Json.read(element.substring(2).getBytes(StandardCharsets.UTF_8), true);
  }
}
