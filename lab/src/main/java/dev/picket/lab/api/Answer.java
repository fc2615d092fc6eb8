package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What a request comes to. */
public sealed interface Answer {

  /** The plain type of JSON. */
  String JSON = "application/json";

  /**
   * A document that is written as it is sent.
   *
   * @param status the HTTP status
   * @param contentType the header
   * @param content the body
   * @param warnings for people, each a header of its own
   */
  record Document(int status, String contentType, Content content, List<String> warnings)
      implements Answer {}

  /**
   * Events until the watch ends.
   *
   * @param watch opened; whoever takes the answer runs it, or closes it
   */
  record Events(Watch watch) implements Answer {}

  /** A body that can be written. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static Document json(int status, JsonNode body) {
    byte[] bytes = Json.bytes(body);
    return document(status, JSON, out -> out.write(bytes));
  }

  static Document document(int status, String contentType, Content content) {
    return new Document(status, contentType, content, List.of());
  }
}
