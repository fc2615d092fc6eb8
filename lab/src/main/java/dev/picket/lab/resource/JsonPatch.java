package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JSON patches (RFC 6902). */
public final class JsonPatch {

  private static final int OPERATIONS_MAX = 10_000;

  private JsonPatch() {}

  /**
   * Changes the document.
   *
   * @throws StatusException 400 when the patch is malformed, 422 when it does not fit or a test
   *     fails
   */
  public static void apply(ObjectNode document, JsonNode patch) {
    if (!patch.isArray() || patch.size() > OPERATIONS_MAX) {
      throw StatusException.badRequest(
          "a JSON patch is a list of at most " + OPERATIONS_MAX + " operations");
    }
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
        remove(document, path, place);
        add(document, path, value(operation, place), place);
      }
      case "move" -> {
        JsonNode moved = remove(document, pointer(operation, "from", place), place);
        add(document, path, moved, place);
      }
      case "copy" ->
          add(document, path, get(document, pointer(operation, "from", place), place), place);
      case "test" -> test(document, path, value(operation, place), place);
      default ->
          throw StatusException.badRequest(
              place + "/op: found '" + operation.path("op").asText() + "', expected an operation");
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

  private static void test(ObjectNode document, List<String> path, JsonNode value, String place) {
    if (!get(document, path, place).equals(value)) {
      throw StatusException.of(
          422, "Invalid", "testing value /" + String.join("/", path) + " failed");
    }
  }

  private static JsonNode get(ObjectNode document, List<String> path, String place) {
    JsonNode node = document;
    for (String each : path) {
      node = node.isArray() ? node.path(index(each, node.size() - 1, place)) : node.path(each);
    }
    if (node.isMissingNode()) {
      throw unfit(place, path);
    }
    return node;
  }

  private static List<String> parent(List<String> path, String place) {
    if (path.isEmpty()) {
      throw unfit(place, path);
    }
    return path.subList(0, path.size() - 1);
  }

  private static int index(String text, int max, String place) {
    if (!text.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(text) > max) {
      throw StatusException.of(422, "Invalid", place + ": no element '" + text + "' in the list");
    }
    return Integer.parseInt(text);
  }

  private static JsonNode value(JsonNode operation, String place) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw StatusException.badRequest(place + "/value: missing");
    }
    return value;
  }

  private static List<String> pointer(JsonNode operation, String member, String place) {
    String text = operation.path(member).asText();
    if (text.isEmpty()) {
      return List.of();
    }
    if (!text.startsWith("/")) {
      throw StatusException.badRequest(
          place + "/" + member + ": found '" + text + "', expected a JSON pointer");
    }
    List<String> path = new ArrayList<>();
    Arrays.stream(text.substring(1).split("/", -1))
        .forEach(each -> path.add(each.replace("~1", "/").replace("~0", "~")));
    return path;
  }

  private static StatusException unfit(String place, List<String> path) {
    return StatusException.of(
        422,
        "Invalid",
        "the patch's operation " + place + " does not fit: /" + String.join("/", path));
  }
}
