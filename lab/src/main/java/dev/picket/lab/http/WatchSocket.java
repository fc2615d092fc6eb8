package dev.picket.lab.http;

import dev.picket.lab.api.EventSink;
import dev.picket.lab.api.Watch;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.websocket.WsCloseCodes;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch over a WebSocket, an event a message. Events are written by a thread of its own,
 * because the connection's thread reads what the client sends.
 */
final class WatchSocket implements WsListener {

  private static final Logger log = LoggerFactory.getLogger(WatchSocket.class);

  private final WatchSockets.Opening opening;
  private final WatchThreads threads;
  private @Nullable Watch watch;

  WatchSocket(WatchSockets.Opening opening, WatchThreads threads) {
    this.opening = opening;
    this.threads = threads;
  }

  @Override
  public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
    watch = opening.open(prologue, headers);
    return Optional.empty();
  }

  @Override
  public void onOpen(WsSession session) {
    Watch opened = watch;
    if (opened == null) {
      throw new IllegalStateException("a WebSocket was opened without a handshake");
    }
    threads.start(() -> write(opened, session));
  }

  @Override
  public void onPing(WsSession session, BufferData payload) {
    session.pong(payload);
  }

  @Override
  public void onClose(WsSession session, int status, String reason) {
    end();
  }

  @Override
  public void onError(WsSession session, Throwable failure) {
    end();
  }

  private void end() {
    Watch opened = watch;
    if (opened != null) {
      opened.end();
    }
  }

  private static void write(Watch watch, WsSession session) {
    try (watch) {
      watch.run(new Messages(session));
      session.close(WsCloseCodes.NORMAL_CLOSE, "");
    } catch (IOException | UncheckedIOException | CloseConnectionException gone) {
      log.atDebug().setCause(gone).log("the watch's client is gone or too slow");
    } catch (InterruptedException ended) {
      close(watch, session);
    }
  }

  /**
   * Closes a watch that was ended from outside: so that the client goes on where it was, unless it
   * does not read. Then the interrupt stays, so that writing drops the connection and never waits.
   */
  private static void close(Watch watch, WsSession session) {
    if (watch.overrun()) {
      Thread.currentThread().interrupt();
    }
    try {
      session.close(WsCloseCodes.NORMAL_CLOSE, "");
    } catch (UncheckedIOException | CloseConnectionException dropped) {
      log.atDebug().setCause(dropped).log("the watch was ended");
    }
  }

  /** One event a text message. */
  private record Messages(WsSession session) implements EventSink {

    @Override
    public void event(byte[] json) {
      session.send(new String(json, StandardCharsets.UTF_8), true);
    }

    @Override
    public void flush() {}

    @Override
    public void silence() {
      session.ping(BufferData.empty());
    }
  }
}
