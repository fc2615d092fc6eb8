package dev.picket.lab.http;

import dev.picket.lab.access.Access;
import dev.picket.lab.access.Requester;
import dev.picket.lab.api.Api;
import dev.picket.lab.api.ApiRequest;
import dev.picket.lab.api.Watch;
import dev.picket.lab.resource.StatusException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.websocket.WsListener;
import java.util.function.Supplier;

/** Takes WebSocket handshakes for watches, and answers those that are refused with their status. */
final class WatchSockets implements Supplier<WsListener> {

  private final Api api;
  private final Access access;
  private final WatchThreads threads;

  WatchSockets(Api api, Access access, WatchThreads threads) {
    this.api = api;
    this.access = access;
    this.threads = threads;
  }

  @Override
  public WsListener get() {
    return new WatchSocket(this::open, threads);
  }

  private Watch open(HttpPrologue prologue, Headers headers) {
    try {
      requireToken(headers);
      Requester requester = access.authenticate(Shown.of(headers));
      return api.watch(Requests.of(prologue, headers, requester, ApiRequest.Body.NONE))
          .orElseThrow(() -> StatusException.badRequest("only watches go over WebSockets"));
    } catch (StatusException refused) {
      throw RequestException.builder()
          .type(DirectHandler.EventType.OTHER)
          .status(Status.create(refused.code()))
          .message(refused.getMessage())
          .cause(refused)
          .setKeepAlive(false)
          .build();
    }
  }

  /**
   * Requires a token: what a handshake may show besides cannot be seen here. A plain answer is what
   * clients take for a server without WebSockets; they ask again over HTTP, where their certificate
   * counts. An error would have them try again and again before.
   */
  private static void requireToken(Headers headers) {
    if (!headers.contains(HeaderNames.AUTHORIZATION)) {
      throw StatusException.of(
          200, "", "watches over WebSockets need a token; certificates are taken over plain HTTP");
    }
  }

  /** Opens the watch that a handshake asks for. */
  interface Opening {
    Watch open(HttpPrologue prologue, Headers headers);
  }
}
