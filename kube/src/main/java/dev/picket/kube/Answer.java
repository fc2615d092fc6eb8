package dev.picket.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;

/**
 * What an API server answered.
 *
 * @param status the HTTP status
 * @param body JSON; a missing node where it was something else
 * @param text the beginning of the body, for messages
 */
record Answer(int status, JsonNode body, String text) {

  static final int NOT_FOUND = 404;
  static final int FORBIDDEN = 403;
  static final int CONFLICT = 409;
  static final int GONE = 410;
  private static final int TEXT_LENGTH_MAX = 500;

  static Answer of(int status, byte[] body) {
    int length = Math.min(body.length, TEXT_LENGTH_MAX);
    String text = new String(body, 0, length, StandardCharsets.UTF_8).strip();
    return new Answer(status, parsed(body), text);
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance(); // A proxy's page; its text goes into the message.
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException("reading an array of bytes failed", impossible);
    }
  }

  /** Whether it did what was asked; a page of HTML with status 200 is none of an API server's. */
  boolean isDone() {
    return status >= 200 && status < 300 && body.isObject();
  }

  /** Whether it is a list; only then does an empty one mean that there is nothing. */
  boolean isList() {
    return isDone() && body.has("items");
  }

  /** Whether any member would be refused the same: there is no such kind, or no permission. */
  boolean isForAllMembers() {
    return status == FORBIDDEN || status == NOT_FOUND;
  }

  /**
   * Whether the server cannot go on from a revision: it has forgotten it, or, having been restored
   * from a backup, has not reached it.
   */
  boolean isRevisionUnknown() {
    return status == GONE
        || body.path("details")
            .path("causes")
            .valueStream()
            .anyMatch(cause -> cause.path("reason").asText().equals("ResourceVersionTooLarge"));
  }

  /** Whether it is the API server that says so, in the form of a Status, and not a proxy. */
  boolean isStatus() {
    return body.path("kind").asText().equals("Status");
  }

  /** What the server says of it. */
  String message() {
    String message = body.path("message").asText();
    return message.isEmpty() ? text : message;
  }
}
