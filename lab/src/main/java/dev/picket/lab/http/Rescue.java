package dev.picket.lab.http;

import dev.picket.lab.api.Answer;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.JournalException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.net.SocketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where exceptions become answers, each of them a {@code metav1.Status}. */
final class Rescue {

  private static final Logger log = LoggerFactory.getLogger(Rescue.class);

  private Rescue() {}

  static void addTo(HttpRouting.Builder routing) {
    routing.error(StatusException.class, (_, response, refused) -> send(response, refused));
    routing.error(
        JournalException.class,
        (_, response, lost) ->
            send(
                response,
                StatusException.of(
                    500, "InternalError", "Internal error occurred: " + lost.getMessage())));
    routing.error(Throwable.class, Rescue::unexpected);
  }

  /** The answers to what is not HTTP enough to be routed. */
  static DirectHandlers directHandlers() {
    DirectHandlers.Builder builder = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      builder.addHandler(type, Rescue::unrouted);
    }
    return builder.build();
  }

  private static DirectHandler.TransportResponse unrouted(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, Answer.JSON)
        .keepAlive(false)
        .entity(Json.bytes(of(status, message).status()))
        .build();
  }

  private static void unexpected(
      ServerRequest request, ServerResponse response, Throwable failure) {
    if (failure instanceof CloseConnectionException || goneAway(failure)) {
      throw new CloseConnectionException("the client is gone", failure);
    }
    if (failure instanceof HttpException refused && refused.status().code() < 500) {
      send(response, of(refused.status()));
      return;
    }
    if (failure instanceof RequestException refused) {
      send(response, of(refused.status()));
      return;
    }
    log.atError()
        .addKeyValue("method", request.prologue().method().text())
        .addKeyValue("path", request.path().absolute().path())
        .setCause(failure)
        .log("request failed unexpectedly");
    send(response, of(Status.INTERNAL_SERVER_ERROR_500));
  }

  private static boolean goneAway(Throwable failure) {
    return failure instanceof ServerConnectionException
        || (failure instanceof UncheckedIOException io && io.getCause() instanceof SocketException);
  }

  private static StatusException of(Status status) {
    return of(status, status.reasonPhrase());
  }

  private static StatusException of(Status status, String message) {
    String reason =
        switch (status.code()) {
          case 401 -> "Unauthorized";
          case 404 -> "NotFound";
          case 406 -> "NotAcceptable";
          case 413 -> "RequestEntityTooLarge";
          case 422 -> "Invalid";
          default -> status.code() < 500 ? "BadRequest" : "InternalError";
        };
    return StatusException.of(status.code(), reason, message);
  }

  private static void send(ServerResponse response, StatusException refused) {
    response.status(Status.create(refused.code()));
    response.header(HeaderNames.CONTENT_TYPE, Answer.JSON);
    response.header(HeaderNames.CACHE_CONTROL, "no-cache, private");
    response.send(Json.bytes(refused.status()));
  }
}
