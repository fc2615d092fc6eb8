package dev.picket.lab.http;

import dev.picket.lab.access.Access;
import dev.picket.lab.access.Requester;
import dev.picket.lab.api.Answer;
import dev.picket.lab.api.Api;
import dev.picket.lab.api.EventSink;
import dev.picket.lab.api.Watch;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Answers every request over HTTP. */
final class ApiRoutes implements Handler {

  private static final HeaderName WARNING = HeaderNames.create("Warning");
  private static final int BUFFER = 16 * 1024;

  private final Api api;
  private final Access access;

  ApiRoutes(Api api, Access access) {
    this.api = api;
    this.access = access;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Requester requester = access.authenticate(Shown.of(request.headers(), request.remotePeer()));
    switch (api.handle(Requests.of(request, requester))) {
      case Answer.Document document -> send(document, request, response);
      case Answer.Events events -> stream(events.watch(), request, response);
    }
  }

  private static void send(
      Answer.Document document, ServerRequest request, ServerResponse response) {
    response.status(Status.create(document.status()));
    response.header(HeaderNames.CONTENT_TYPE, document.contentType());
    if (!document.warnings().isEmpty()) {
      response.header(
          WARNING,
          document.warnings().stream()
              .map(each -> "299 - \"" + each.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
              .toArray(String[]::new));
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.content().writeTo(bytes);
      Delivery.send(bytes.toByteArray(), request, response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void stream(Watch watch, ServerRequest request, ServerResponse response) {
    response.header(HeaderNames.CONTENT_TYPE, Answer.JSON);
    response.header(HeaderNames.CACHE_CONTROL, "no-cache, private");
    try (watch;
        OutputStream direct = response.outputStream();
        OutputStream out = new BufferedOutputStream(direct, BUFFER)) {
      sendHeaders(request, direct);
      watch.run(new Lines(out));
    } catch (IOException | UncheckedIOException | Http2Exception gone) {
      // Over HTTP/2 Helidon resets the stream, and leaves the connection's others alone.
      throw new CloseConnectionException("the watch's client is gone or too slow", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the watch was ended", interrupted);
    }
  }

  /**
   * Sends the response's headers before there is an event: a client waits for them to know that its
   * watch is open. Helidon holds them back until something is written. Over HTTP/2 this may be
   * nothing; as a chunk of HTTP/1.1 nothing would be the end, so it is a blank before the JSON.
   */
  private static void sendHeaders(ServerRequest request, OutputStream direct) throws IOException {
    boolean chunked = request.prologue().protocolVersion().startsWith("1");
    direct.write(chunked ? new byte[] {' '} : new byte[0]);
    direct.flush();
  }

  /** One event a line. */
  private record Lines(OutputStream out) implements EventSink {

    @Override
    public void event(byte[] json) throws IOException {
      out.write(json);
      out.write('\n');
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    /** HTTP has no way to say nothing. */
    @Override
    public void silence() {}
  }
}
