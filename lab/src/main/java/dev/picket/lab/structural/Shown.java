package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values as the API server's messages show them, which is Go's syntax. */
public final class Shown {

  private static final int LIMIT = 1_000;

  private Shown() {}

  /** A value; a long one is cut off. */
  public static String value(JsonNode value) {
    StringBuilder shown = new StringBuilder();
    append(shown, value, true);
    return cut(shown);
  }

  /** A text in quotes. */
  public static String quoted(String text) {
    return cut(new StringBuilder(TextNode.valueOf(text).toString()));
  }

  /** A list of texts. */
  public static String texts(List<String> texts) {
    return "[]string{" + String.join(", ", texts.stream().map(Shown::quoted).toList()) + "}";
  }

  /** The problem of a value that is none of those that there are. */
  public static FieldProblem notSupported(String field, JsonNode value, List<String> supported) {
    List<String> quoted = supported.stream().map(Shown::quoted).toList();
    return FieldProblem.of(
        FieldProblem.Reason.NOT_SUPPORTED,
        field,
        value(value),
        "supported values: " + String.join(", ", quoted));
  }

  private static void append(StringBuilder shown, JsonNode value, boolean top) {
    if (shown.length() > LIMIT) {
      return;
    }
    if (value.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      value.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
      shown.append("map[string]interface {}{");
      List<String> members = new ArrayList<>(sorted.keySet());
      for (int index = 0; index < members.size(); index++) {
        shown.append(index == 0 ? "" : ", ").append(quoted(members.get(index))).append(':');
        append(shown, sorted.getOrDefault(members.get(index), value), false);
      }
      shown.append('}');
    } else if (value.isArray()) {
      shown.append("[]interface {}{");
      for (int index = 0; index < value.size(); index++) {
        shown.append(index == 0 ? "" : ", ");
        append(shown, value.get(index), false);
      }
      shown.append('}');
    } else if (value.isNull() || value.isMissingNode()) {
      shown.append(top ? "\"null\"" : "interface {}(nil)");
    } else {
      shown.append(value.toString());
    }
  }

  private static String cut(StringBuilder shown) {
    return shown.length() <= LIMIT ? shown.toString() : shown.substring(0, LIMIT) + "...";
  }
}
