package dev.picket.server;

import dev.picket.coordination.lease.UnreachableException;
import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.StoreUnavailableException;
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
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where exceptions become answers, each of them {@code application/problem+json}.
 *
 * <p>What nobody foresaw is answered with an id and logged with the same id; the client learns
 * nothing else of it.
 */
final class Rescue {

  private static final Logger log = LoggerFactory.getLogger(Rescue.class);

  private static final String RETRY_SECONDS = "5";

  private final Supplier<byte[]> randomBytes;

  /**
   * @param randomBytes a few bytes that name a failure
   */
  Rescue(Supplier<byte[]> randomBytes) {
    this.randomBytes = randomBytes;
  }

  void addTo(HttpRouting.Builder routing) {
    routing.error(ProblemException.class, this::declared);
    routing.error(InvalidInputException.class, this::invalid);
    routing.error(StoreUnavailableException.class, this::unavailable);
    routing.error(UnreachableException.class, this::unreachable);
    routing.error(HttpException.class, this::http);
    routing.error(Throwable.class, this::unexpected);
  }

  /** The answers to what is not HTTP enough to be routed. */
  DirectHandlers directHandlers() {
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
        .header(HeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .keepAlive(false)
        .entity(Problem.of(status, status.reasonPhrase()).json())
        .build();
  }

  private void declared(ServerRequest request, ServerResponse response, ProblemException ended) {
    if (ended.problem().status().equals(Status.SERVICE_UNAVAILABLE_503)) {
      response.header(HeaderNames.RETRY_AFTER, RETRY_SECONDS);
    }
    send(response, ended.problem());
  }

  private void invalid(ServerRequest request, ServerResponse response, InvalidInputException bad) {
    List<InputProblem> problems = bad.problems();
    String detail = problems.stream().map(InputProblem::message).collect(Collectors.joining("; "));
    send(response, new Problem(Status.BAD_REQUEST_400, detail, problems));
  }

  private void unavailable(
      ServerRequest request, ServerResponse response, StoreUnavailableException unavailable) {
    long seconds = Math.max(1, unavailable.retryAfter().plus(Duration.ofMillis(999)).toSeconds());
    response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds));
    send(
        response,
        Problem.of(
            Status.SERVICE_UNAVAILABLE_503,
            "The store cannot answer now. Try again in " + seconds + " s."));
  }

  /** Its message is for people: it says what they can do, such as which permission is missing. */
  private void unreachable(
      ServerRequest request, ServerResponse response, UnreachableException unreachable) {
    response.header(HeaderNames.RETRY_AFTER, RETRY_SECONDS);
    send(
        response,
        Problem.of(
            Status.SERVICE_UNAVAILABLE_503,
            "The group's Leases cannot be reached now: " + unreachable.getMessage()));
  }

  private void http(ServerRequest request, ServerResponse response, HttpException failure) {
    if (failure.status().code() >= Status.INTERNAL_SERVER_ERROR_500.code()) {
      unexpected(request, response, failure);
    } else {
      send(response, Problem.of(failure.status(), failure.status().reasonPhrase()));
    }
  }

  private void unexpected(ServerRequest request, ServerResponse response, Throwable failure) {
    if (failure instanceof CloseConnectionException || goneAway(failure)) {
      throw new CloseConnectionException("the client is gone", failure);
    }
    if (failure instanceof RequestException refused) {
      send(response, Problem.of(refused.status(), refused.status().reasonPhrase()));
      return;
    }
    String id = HexFormat.of().formatHex(randomBytes.get());
    log.atError()
        .addKeyValue("id", id)
        .addKeyValue("method", request.prologue().method().text())
        .addKeyValue("path", request.path().absolute().path())
        .setCause(failure)
        .log("request failed unexpectedly");
    send(
        response,
        Problem.of(
            Status.INTERNAL_SERVER_ERROR_500,
            "Something went wrong here. The log has it under id " + id + "."));
  }

  private static boolean goneAway(Throwable failure) {
    return failure instanceof ServerConnectionException
        || (failure instanceof UncheckedIOException io && io.getCause() instanceof SocketException);
  }

  private static void send(ServerResponse response, Problem problem) {
    response.status(problem.status());
    response.header(HeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.send(problem.json());
  }
}
