package dev.picket.lab.api;

import dev.picket.lab.resource.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Query parameters. Those that a verb does not know are errors, never ignored. */
public final class Query {

  private final Map<String, List<String>> values;

  public Query(Map<String, List<String>> values) {
    this.values = new TreeMap<>(values);
  }

  /** The value, or an empty text. */
  String text(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw StatusException.badRequest("query parameter '" + name + "' is given more than once");
    }
    return given.isEmpty() ? "" : given.getFirst();
  }

  boolean flag(String name) {
    return switch (text(name)) {
      case "", "false", "0" -> false;
      case "true", "1" -> true;
      default -> throw wrong(name, "true or false");
    };
  }

  /** A number from zero on; the default when it is not given. */
  long number(String name, long otherwise) {
    String text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("\\d{1,18}")) {
      throw wrong(name, "a number from 0 on");
    }
    return Long.parseLong(text);
  }

  /** Whether it is given, be it with an empty value. */
  boolean given(String name) {
    return values.containsKey(name);
  }

  boolean has(String name) {
    return !text(name).isEmpty();
  }

  /** Requires that nothing else is asked for. */
  void allow(Set<String> known) {
    for (String each : values.keySet()) {
      if (!known.contains(each)) {
        throw StatusException.badRequest(
            "query parameter '" + each + "' is not supported here by the lab");
      }
    }
  }

  private StatusException wrong(String name, String expected) {
    return StatusException.badRequest(
        "query parameter '" + name + "': found '" + text(name) + "', expected " + expected);
  }
}
