package dev.picket.sources.webhook;

import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.Ledger;
import dev.picket.observation.Observation;
import dev.picket.observation.ObservationQuery;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.IngesterFile;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A web server with the webhook routes before an in-memory store, and a client to it. */
final class WebhookFixture implements AutoCloseable {

  /** When everything arrives. */
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** The payloads that come with Picket. */
  static final Path EXAMPLES = Path.of("..", "examples");

  final InMemoryObservationStore store = new InMemoryObservationStore();
  final Ledger ledger = new Ledger();
  final WebhookRoutes routes;
  private final WebServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  WebhookFixture(IngesterFile configuration, Ticker ticker) {
    routes = new WebhookRoutes(configuration, store, ledger, () -> NOW, ticker);
    server =
        WebServer.builder()
            .port(0)
            .connectionOptions(socket -> socket.readTimeout(Duration.ofSeconds(10)))
            .contentEncoding(new BodiesAsSent())
            .routing(routing -> routing.register("/ingest", routes))
            .build()
            .start();
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) {
    HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError("the request got no answer", failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }

  List<Observation> stored() {
    return store.list(ObservationQuery.ALL).items();
  }

  Ledger.Balance balance(String source) {
    return Optional.ofNullable(ledger.balances().get(source)).orElseThrow();
  }

  /** Whether every source's books add up and nothing holds memory any more. */
  boolean settled() {
    return ledger.balances().values().stream().allMatch(Ledger.Balance::adds)
        && routes.inFlightBytes() == 0;
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.stop();
  }
}
