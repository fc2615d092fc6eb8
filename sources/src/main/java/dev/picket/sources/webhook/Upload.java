package dev.picket.sources.webhook;

import dev.picket.runtime.Ticker;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request's body on its way in. For one request and one thread. */
final class Upload {

  /** What is left of a body is read by the web server when it is no more than this. */
  private static final long SMALL_BYTES = 64 * 1024;

  private static final int LINGER_BYTES = 16 * 1024 * 1024;
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final ServerRequest request;
  private final Ticker ticker;
  private @Nullable InputStream input;

  Upload(ServerRequest request, Ticker ticker) {
    this.request = request;
    this.ticker = ticker;
  }

  /** The length that the sender announced; -1 if it did not. */
  long announcedBytes() {
    return request.headers().contentLength().orElse(-1);
  }

  InputStream input() {
    InputStream opened = input;
    if (opened == null) {
      opened =
          request.content().hasEntity()
              ? request.content().inputStream()
              : InputStream.nullInputStream();
      input = opened;
    }
    return opened;
  }

  /**
   * Answers without reading the body to its end, however long it may be. The connection is closed
   * then, but not at once: a sender that is still writing would be reset and never read the answer.
   */
  void giveUp(ServerResponse response, Runnable answer) {
    if (!request.content().hasEntity() || request.content().consumed() || small()) {
      answer.run();
      return;
    }
    response.header(HeaderValues.CONNECTION_CLOSE);
    answer.run();
    if (input != null || !request.headers().contains(HeaderNames.EXPECT)) {
      linger();
    }
  }

  private boolean small() {
    long announced = announcedBytes();
    return announced >= 0 && announced <= SMALL_BYTES;
  }

  private void linger() {
    long since = ticker.nanos();
    byte[] scratch = new byte[8 * 1024];
    int total = 0;
    try {
      int read = 0;
      while (read >= 0 && total < LINGER_BYTES && ticker.since(since).compareTo(LINGER) < 0) {
        read = input().read(scratch);
        total += read;
      }
    } catch (IOException | RuntimeException gone) {
      // The sender has hung up, as it was meant to.
    }
  }
}
