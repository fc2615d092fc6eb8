package dev.picket.lab.http;

import dev.picket.lab.api.Api;
import dev.picket.lab.api.ApiRequest;
import dev.picket.lab.api.Watch;
import dev.picket.lab.resource.StatusException;
import io.helidon.http.DirectHandler;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.websocket.WsListener;
import java.util.function.Supplier;

/** Takes WebSocket handshakes for watches, and answers those that are refused with their status. */
final class WatchSockets implements Supplier<WsListener> {

  private final Api api;
  private final Bearer bearer;
  private final WatchThreads threads;

  WatchSockets(Api api, Bearer bearer, WatchThreads threads) {
    this.api = api;
    this.bearer = bearer;
    this.threads = threads;
  }

  @Override
  public WsListener get() {
    return new WatchSocket(this::open, threads);
  }

  private Watch open(HttpPrologue prologue, Headers headers) {
    try {
      bearer.require(headers);
      return api.watch(Requests.of(prologue, headers, ApiRequest.Body.NONE))
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

  /** Opens the watch that a handshake asks for. */
  interface Opening {
    Watch open(HttpPrologue prologue, Headers headers);
  }
}
