package dev.picket.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** How JSON leaves and enters: streamed, in UTF-8, and without repeated keys. */
final class Json {

  static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** Something that can be written as JSON. */
  interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writeTo(bytes, writing);
    return bytes.toByteArray();
  }

  /** Answers with something small, which is held in memory as a whole. */
  static void send(ServerResponse response, Writing writing) {
    sendBytes(response, bytes(writing));
  }

  /** Answers with JSON that is there already. */
  static void sendBytes(ServerResponse response, byte[] body) {
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.send(body);
  }

  /** Answers with something large, as it is being written. */
  static void stream(ServerResponse response, Writing writing) {
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    writeTo(response.outputStream(), writing);
  }

  private static void writeTo(OutputStream out, Writing writing) {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      writing.write(json);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
