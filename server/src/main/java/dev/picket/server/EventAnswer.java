package dev.picket.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** An answer that is a stream of server-sent events (HTML standard, section 9.2). */
final class EventAnswer {

  private static final HeaderName X_ACCEL_BUFFERING = HeaderNames.create("X-Accel-Buffering");

  private EventAnswer() {}

  /** Writes events until it returns, which ends the stream. */
  interface Writing {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  static void send(ServerResponse response, Writing writing) {
    response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(X_ACCEL_BUFFERING, "no");
    response.header(HeaderNames.CONNECTION, "close");
    try (OutputStream out = response.outputStream()) {
      writing.write(out);
    } catch (IOException | UncheckedIOException gone) {
      throw new CloseConnectionException("the stream's client is gone", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the stream was ended", interrupted);
    }
  }
}
