package dev.picket.lab.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.StatusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JSON patches (RFC 6902). */
public final class JsonPatch {

  private static final int OPERATIONS_MAX = 10_000;

  private JsonPatch() {}

  /**
   * Requires that the patch is a list of operations, which are looked at when they are applied.
   *
   * @throws StatusException 400 when it is none, 413 when it is too long
   */
  public static void check(JsonNode patch) {
    if (!patch.isArray()) {
      throw StatusException.badRequest(
          "error decoding patch: a JSON patch is a list of operations");
    }
    if (patch.size() > OPERATIONS_MAX) {
      throw StatusException.of(
          413,
          "RequestEntityTooLarge",
          "Request entity too large: The allowed maximum operations in a JSON patch is "
              + OPERATIONS_MAX
              + ", got "
              + patch.size());
    }
    for (JsonNode each : patch) {
      if (!each.isObject()) {
        throw StatusException.badRequest(
            "error decoding patch: an operation of a JSON patch is an object, found " + each);
      }
    }
  }

  /**
   * Changes the document; after a failure it is half changed.
   *
   * @param patch that was checked
   * @throws StatusException 422 when an operation is malformed, does not fit, or is a test that
   *     fails
   */
  public static void apply(ObjectNode document, JsonNode patch) {
    int index = 0;
    for (JsonNode operation : patch) {
      apply(document, operation, "/" + index++);
    }
  }

  private static void apply(ObjectNode document, JsonNode operation, String place) {
    List<String> path = pointer(operation, "path", place);
    switch (operation.path("op").asText()) {
      case "add" -> add(document, path, value(operation, place), place);
      case "remove" -> remove(document, path, place);
      case "replace" -> {
        JsonNode value = value(operation, place);
        remove(document, path, place);
        add(document, path, value, place);
      }
      case "move" -> {
        JsonNode moved = remove(document, pointer(operation, "from", place), place);
        add(document, path, moved, place);
      }
      case "copy" ->
          add(document, path, get(document, pointer(operation, "from", place), place), place);
      case "test" -> test(document, path, value(operation, place), place);
      default ->
          throw StatusException.rejected(
              place + "/op", "found " + operation.path("op") + ", expected an operation");
    }
  }

  private static void add(ObjectNode document, List<String> path, JsonNode value, String place) {
    JsonNode parent = get(document, parent(path, place), place);
    String last = path.getLast();
    if (parent instanceof ObjectNode object) {
      object.set(last, value.deepCopy());
    } else if (parent instanceof ArrayNode array) {
      int size = array.size();
      array.insert(last.equals("-") ? size : index(last, size, place), value.deepCopy());
    } else {
      throw unfit(place, path);
    }
  }

  private static JsonNode remove(ObjectNode document, List<String> path, String place) {
    JsonNode parent = get(document, parent(path, place), place);
    JsonNode removed = null;
    if (parent instanceof ObjectNode object) {
      removed = object.remove(path.getLast());
    } else if (parent instanceof ArrayNode array) {
      removed = array.remove(index(path.getLast(), array.size() - 1, place));
    }
    if (removed == null) {
      throw unfit(place, path);
    }
    return removed;
  }

  /** What is not there is as good as null, if what it should be in is there. */
  private static void test(ObjectNode document, List<String> path, JsonNode value, String place) {
    JsonNode found = document;
    if (!path.isEmpty()) {
      JsonNode parent = get(document, parent(path, place), place);
      found = step(parent, path.getLast(), place);
    }
    boolean same = found.isMissingNode() ? value.isNull() : JsonValues.same(found, value);
    if (!same) {
      throw StatusException.rejected(
          place, "testing value /" + String.join("/", path) + " failed: found " + found);
    }
  }

  private static JsonNode get(ObjectNode document, List<String> path, String place) {
    JsonNode node = document;
    for (String each : path) {
      node = step(node, each, place);
    }
    if (node.isMissingNode()) {
      throw unfit(place, path);
    }
    return node;
  }

  private static JsonNode step(JsonNode node, String name, String place) {
    return switch (node) {
      case ArrayNode array -> array.path(index(name, array.size() - 1, place));
      case ObjectNode object -> object.path(name);
      default -> MissingNode.getInstance();
    };
  }

  private static List<String> parent(List<String> path, String place) {
    if (path.isEmpty()) {
      throw unfit(place, path);
    }
    return path.subList(0, path.size() - 1);
  }

  private static int index(String text, int max, String place) {
    if (!text.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(text) > max) {
      throw StatusException.rejected(place, "no element '" + text + "' in the list");
    }
    return Integer.parseInt(text);
  }

  private static JsonNode value(JsonNode operation, String place) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw StatusException.rejected(place + "/value", "missing");
    }
    return value;
  }

  private static List<String> pointer(JsonNode operation, String member, String place) {
    JsonNode given = operation.path(member);
    String text = given.asText();
    if (!given.isTextual() || !(text.isEmpty() || text.startsWith("/"))) {
      throw StatusException.rejected(
          place + "/" + member, "found " + given + ", expected a JSON pointer");
    }
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> path = new ArrayList<>();
    Arrays.stream(text.substring(1).split("/", -1))
        .forEach(each -> path.add(each.replace("~1", "/").replace("~0", "~")));
    return path;
  }

  private static StatusException unfit(String place, List<String> path) {
    return StatusException.rejected(place, "does not fit: /" + String.join("/", path));
  }
}
