package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.schema.Structure;
import dev.picket.lab.schema.Structure.ElementKey;
import dev.picket.lab.schema.Structure.ListType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what in an applied object is not as its structure wants it. */
final class Typing {

  private static final int PROBLEMS_MAX = 20;

  private final List<String> problems = new ArrayList<>();

  private Typing() {}

  /** A line for each problem, as the real one words them. */
  static List<String> problems(Structure structure, JsonNode object) {
    Typing typing = new Typing();
    typing.look(structure, object, "");
    return typing.problems;
  }

  private void look(Structure structure, JsonNode value, String path) {
    if (value.isNull() || problems.size() >= PROBLEMS_MAX) {
      return;
    }
    switch (structure.form()) {
      case TEXT -> require(value.isTextual(), path, "string", value);
      case NUMBER -> require(value.isNumber(), path, "numeric (int or float)", value);
      case TRUTH -> require(value.isBoolean(), path, "boolean", value);
      case SCALAR, DEDUCED -> {}
      case MAP -> {
        require(value.isObject(), path, "map", value);
        value.properties().forEach(each -> member(structure, each, path));
      }
      case LIST -> {
        require(value.isArray(), path, "list", value);
        if (value.isArray()) {
          elements(structure, value, path);
        }
      }
    }
  }

  private void member(Structure structure, Map.Entry<String, JsonNode> member, String path) {
    String inner = path + "." + member.getKey();
    Structure found = structure.find(member.getKey());
    if (found == null) {
      problems.add(inner + ": field not declared in schema");
    } else {
      look(found, member.getValue(), inner);
    }
  }

  private void elements(Structure structure, JsonNode list, String path) {
    Set<String> seen = new HashSet<>();
    int index = 0;
    for (JsonNode each : list) {
      String step = "i:" + index;
      if (structure.listType() != ListType.ATOMIC) {
        requireKeys(structure, each, path + "[" + index + "]");
        step = PathElements.element(structure, each, index);
        if (!seen.add(step)) {
          problems.add(path + ": duplicate entries for key " + PathElements.shown(step));
        }
      }
      look(structure.element(), each, path + PathElements.shown(step));
      index++;
    }
  }

  private void requireKeys(Structure structure, JsonNode element, String path) {
    for (ElementKey each : structure.keys()) {
      if (!element.hasNonNull(each.name()) && each.otherwise() == null) {
        problems.add(
            path
                + ": associative list with keys has an element that omits key field \""
                + each.name()
                + "\" (and doesn't have default value)");
      }
    }
  }

  private void require(boolean right, String path, String expected, JsonNode value) {
    if (!right) {
      problems.add((path.isEmpty() ? "." : path) + ": expected " + expected + ", got " + value);
    }
  }
}
