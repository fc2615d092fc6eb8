package dev.picket.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.picket.coordination.shard.ShardGroup;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.Ledger;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Occurrences;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Ticker;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server over an empty store in memory, on a port of the machine's choice, and a client of it.
 */
final class TestServer implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();

  /** Quick looks and heartbeats, so that tests need not wait. */
  static final StreamLimits QUICK =
      new StreamLimits(Duration.ofMillis(10), Duration.ofMillis(200), 4, 4, 100);

  final InMemoryObservationStore store = new InMemoryObservationStore();
  final Ledger ledger = new Ledger();
  final Readiness readiness = new Readiness();
  final Metrics metrics = new Metrics("test");
  final AtomicReference<Instant> now = new AtomicReference<>(Occurrences.NOON);
  final AtomicLong nanos = new AtomicLong();
  final @Nullable ShardGroup group;
  final PicketServer server;
  final HttpClient client = HttpClient.newHttpClient();

  TestServer() {
    this(QUICK, Map.of());
  }

  TestServer(StreamLimits limits, Map<String, HttpService> mounts) {
    this(limits, mounts, Optional.empty());
  }

  /**
   * @param ticker empty for one that stands at {@link #nanos}
   */
  TestServer(StreamLimits limits, Map<String, HttpService> mounts, Optional<Ticker> ticker) {
    this(limits, mounts, ticker, null);
  }

  /** A server in a group. */
  TestServer(StreamLimits limits, ShardGroup group) {
    this(limits, Map.of(), Optional.of(Ticker.system()), group);
  }

  private TestServer(
      StreamLimits limits,
      Map<String, HttpService> mounts,
      Optional<Ticker> ticker,
      @Nullable ShardGroup group) {
    this.group = group;
    InstantSource clock = now::get;
    server =
        new PicketServer(
            new ServerSettings("127.0.0.1", 0),
            new ServerParts(
                store,
                store,
                ledger,
                readiness,
                metrics,
                clock,
                ticker.orElse(nanos::get),
                group,
                new SplittableRandom(1)),
            mounts,
            limits);
    server.start();
  }

  /** Starts a server over the same store on the port that this one had. */
  PicketServer another(int port) {
    PicketServer another =
        new PicketServer(
            new ServerSettings("127.0.0.1", port),
            new ServerParts(
                store,
                store,
                ledger,
                readiness,
                new Metrics("test"),
                now::get,
                nanos::get,
                group,
                new SplittableRandom(1)),
            Map.of());
    another.start();
    return another;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(with(HttpRequest.newBuilder(uri(path)), headers).GET().build());
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return send(with(request, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  HttpResponse<String> delete(String path, String... headers) {
    return send(with(HttpRequest.newBuilder(uri(path)), headers).DELETE().build());
  }

  JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " answered " + response.statusCode() + response.body());
    }
    return json(response);
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException notJson) {
      throw new AssertionError(response.body(), notJson);
    }
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Stores a shell in the pod of this name; its id. */
  String shellIn(String pod) {
    return record(Occurrences.shellIn(pod));
  }

  String record(Occurrence occurrence) {
    store.record(List.of(Occurrences.submission(occurrence)));
    return Fingerprint.of(occurrence).hex();
  }

  static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    return headers.length == 0 ? request : request.headers(headers);
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
