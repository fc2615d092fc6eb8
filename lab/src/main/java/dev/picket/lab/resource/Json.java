package dev.picket.lab.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON trees: how they are made, read strictly or as they come, and written. */
public final class Json {

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final JsonMapper STRICT =
      LENIENT.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

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
      throw StatusException.badRequest(
          "the body is not JSON, at line "
              + malformed.getLocation().getLineNr()
              + " column "
              + malformed.getLocation().getColumnNr()
              + ": "
              + malformed.getOriginalMessage());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return LENIENT.writeValueAsBytes(node);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
