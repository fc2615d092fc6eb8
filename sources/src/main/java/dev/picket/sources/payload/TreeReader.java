package dev.picket.sources.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads one item of a payload into a tree, cleaning its texts and accounting for its size: a tree
 * takes many times the bytes of a text such as {@code [[],[],[]]}.
 *
 * <p>For one thread. The parser's own limit on depth bounds the recursion.
 */
final class TreeReader {

  /** What the nodes of a tree take on the heap, roughly and rather too much. */
  private static final int OBJECT_BYTES = 168;

  private static final int FIELD_BYTES = 96;
  private static final int ARRAY_BYTES = 104;
  private static final int VALUE_BYTES = 32;
  private static final int TEXT_BYTES = 64;

  private static final int STEP_BYTES = 65_536;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final Memory memory;
  private long unaccounted;
  private long held;

  TreeReader(JsonParser parser, Memory memory) {
    this.parser = parser;
    this.memory = memory;
  }

  /** The value that begins at the parser's current token; the parser stands on its end then. */
  JsonNode read() throws IOException {
    account(VALUE_BYTES);
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> readObject();
      case START_ARRAY -> readArray();
      case VALUE_STRING -> NODES.textNode(text(parser.getText()));
      case VALUE_NUMBER_INT -> readInteger();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  /** Says that the trees read so far are gone. */
  void release() {
    memory.release(held);
    held = 0;
    unaccounted = 0;
  }

  private ObjectNode readObject() throws IOException {
    account(OBJECT_BYTES);
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      account(FIELD_BYTES);
      String clean = text(name);
      parser.nextToken();
      object.set(clean, read());
    }
    return object;
  }

  private ArrayNode readArray() throws IOException {
    account(ARRAY_BYTES);
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read());
    }
    return array;
  }

  private JsonNode readInteger() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private String text(String text) {
    account(TEXT_BYTES + 2L * text.length());
    return Texts.clean(text);
  }

  private void account(long bytes) {
    unaccounted += bytes;
    if (unaccounted >= STEP_BYTES) {
      memory.hold(unaccounted);
      held += unaccounted;
      unaccounted = 0;
    }
  }
}
