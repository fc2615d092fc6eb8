package dev.picket.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the small JSON objects of texts that people's decisions are sent as, strictly. */
final class BodyReading {

  /** The longest body, in bytes. */
  static final int BODY_BYTES_MAX = 16 * 1024;

  private BodyReading() {}

  /**
   * The members of the body, which may be empty.
   *
   * @param known the names that members may have
   * @throws InvalidInputException naming by JSON pointer every member that should not be there
   */
  static Map<String, String> texts(ServerRequest request, Set<String> known) {
    byte[] body = bytes(request);
    if (body.length == 0) {
      return Map.of();
    }
    requireJson(request);
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      return object(json, new TreeSet<>(known));
    } catch (JsonProcessingException malformed) {
      throw new InvalidInputException(
          "body, " + position(malformed), malformed.getOriginalMessage(), "a JSON object");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, String> object(JsonParser json, Set<String> known) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidInputException("/", String.valueOf(json.currentToken()), "a JSON object");
    }
    Map<String, String> texts = new TreeMap<>();
    List<InputProblem> problems = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (!known.contains(name)) {
        String expected = known.isEmpty() ? "no members" : "one of " + String.join(", ", known);
        problems.add(new InputProblem(pointer(name), "an unknown member", expected));
      } else if (value != JsonToken.VALUE_STRING) {
        problems.add(new InputProblem(pointer(name), String.valueOf(json.getText()), "a text"));
      } else {
        texts.put(name, json.getText());
      }
      json.skipChildren();
    }
    if (json.nextToken() != null) {
      problems.add(new InputProblem("body", "more after the object", "one JSON object"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return texts;
  }

  /** A member's JSON pointer (RFC 6901). */
  private static String pointer(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static String position(JsonProcessingException malformed) {
    return malformed.getLocation() == null
        ? "somewhere"
        : "line "
            + malformed.getLocation().getLineNr()
            + " column "
            + malformed.getLocation().getColumnNr();
  }

  private static byte[] bytes(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(BODY_BYTES_MAX + 1);
      if (body.length > BODY_BYTES_MAX) {
        throw new ProblemException(
            Status.REQUEST_ENTITY_TOO_LARGE_413,
            "The body is longer than " + BODY_BYTES_MAX + " bytes.");
      }
      return body;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Forms cannot send this type, so no other site's page can without asking the browser. */
  private static void requireJson(ServerRequest request) {
    boolean json =
        request
            .headers()
            .contentType()
            .map(HttpMediaType::mediaType)
            .filter(type -> type.text().equals("application/json"))
            .isPresent();
    if (!json) {
      throw new ProblemException(
          Status.UNSUPPORTED_MEDIA_TYPE_415,
          HeaderNames.CONTENT_TYPE.defaultCase() + " must be application/json.");
    }
  }
}
