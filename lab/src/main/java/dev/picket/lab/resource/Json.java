package dev.picket.lab.resource;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** JSON trees: how they are made, read strictly or as they come, and written. */
public final class Json {

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final JsonMapper STRICT =
      LENIENT.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int EXCERPT_LENGTH_MAX = 200;

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * Reads a document.
   *
   * @param strict whether a repeated key is an error
   * @throws StatusException 400 when it is not JSON
   */
  public static JsonNode read(byte[] body, boolean strict) {
    try {
      return (strict ? STRICT : LENIENT).readTree(body);
    } catch (JsonProcessingException malformed) {
      // What is beyond a limit, such as that on nesting, has no place.
      JsonLocation place = malformed.getLocation();
      String where =
          place == null ? "" : ", at line " + place.getLineNr() + " column " + place.getColumnNr();
      throw StatusException.badRequest(
          "the body is not JSON" + where + ": " + malformed.getOriginalMessage());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The beginning of a value, for messages. */
  public static String excerpt(JsonNode node) {
    String text = node.toString();
    return text.length() <= EXCERPT_LENGTH_MAX
        ? text
        : text.substring(0, EXCERPT_LENGTH_MAX) + "...";
  }

  /** A text as JSON has it. */
  public static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  /**
   * Reads a document; of a repeated key the last value counts.
   *
   * @param repeated takes each repeated key's path, such as {@code spec.replicas}
   * @throws StatusException 400 when it is not JSON
   */
  public static JsonNode read(byte[] body, Consumer<String> repeated) {
    JsonNode read = read(body, false);
    try (JsonParser parser = LENIENT.createParser(body)) {
      RepeatedKeys.find(parser, repeated);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return read;
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return LENIENT.writeValueAsBytes(node);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
