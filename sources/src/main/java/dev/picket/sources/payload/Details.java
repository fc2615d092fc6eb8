package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An occurrence's details as JSON text of at most {@value #CHARS} characters.
 *
 * <p>What does not fit is cut: first texts to 1,000 characters and lists and objects to 50 entries,
 * then all that is nested is left out; {@value #MARK} then says so.
 */
final class Details {

  static final int CHARS = 65_536;

  /** Set to true in details from which something was cut. */
  static final String MARK = "picketCut";

  private static final int TEXT_CHARS = 1_000;
  private static final int ENTRIES = 50;
  private static final int FLAT_TEXT_CHARS = 500;

  private Details() {}

  static String text(ObjectNode details) {
    String whole = details.toString();
    if (whole.length() <= CHARS) {
      return whole;
    }
    ObjectNode shorter = shorten(details);
    shorter.put(MARK, true);
    String cut = shorter.toString();
    return cut.length() <= CHARS ? cut : flat(details).toString();
  }

  private static ObjectNode shorten(ObjectNode object) {
    ObjectNode shorter = JsonNodeFactory.instance.objectNode();
    for (var field : object.properties()) {
      if (shorter.size() == ENTRIES) {
        break;
      }
      shorter.set(Texts.cut(field.getKey(), TEXT_CHARS), shorten(field.getValue()));
    }
    return shorter;
  }

  private static JsonNode shorten(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return shorten(object);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode shorter = JsonNodeFactory.instance.arrayNode();
      for (int at = 0; at < Math.min(array.size(), ENTRIES); at++) {
        shorter.add(shorten(array.get(at)));
      }
      return shorter;
    }
    return shortenValue(node, TEXT_CHARS);
  }

  private static ObjectNode flat(ObjectNode object) {
    ObjectNode flat = JsonNodeFactory.instance.objectNode();
    for (var field : object.properties()) {
      if (flat.size() == ENTRIES) {
        break;
      }
      if (field.getValue().isValueNode()) {
        flat.set(
            Texts.cut(field.getKey(), FLAT_TEXT_CHARS),
            shortenValue(field.getValue(), FLAT_TEXT_CHARS));
      }
    }
    return flat.put(MARK, true);
  }

  private static JsonNode shortenValue(JsonNode value, int chars) {
    return value.isTextual()
        ? JsonNodeFactory.instance.textNode(Texts.cut(value.textValue(), chars))
        : value;
  }
}
