package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Ledger;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Ticker;
import io.helidon.webserver.http.HttpService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The server as a whole: its beginning, its end, and what does not belong to any route. */
@Timeout(60)
final class PicketServerTest {

  private static HttpService echo() {
    return rules ->
        rules.post(
            "/generic/{name}",
            (request, response) -> {
              try (InputStream in = request.content().inputStream()) {
                response.send(in.readAllBytes());
              } catch (IOException failure) {
                throw new UncheckedIOException(failure);
              }
            });
  }

  private static TestServer with(HttpService mounted) {
    return new TestServer(TestServer.QUICK, Map.of("/ingest", mounted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/api/v1/nothing", "/api/v2", "/assets/none.js", "/ingest/x"})
  void unknownPathIsNotFound(String path) {
    try (TestServer server = with(echo())) {
      HttpResponse<String> response = server.get(path);

      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      JsonNode problem = TestServer.json(response);
      assertThat(problem.path("status").intValue()).isEqualTo(404);
      assertThat(problem.path("type").textValue()).isEqualTo("about:blank");
    }
  }

  @Test
  void mountedServiceIsReachedAndGetsBodiesAsTheyWereSent() throws Exception {
    try (TestServer server = with(echo())) {
      byte[] gzip = gzip("hello");
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/ingest/generic/a"))
              .header("Content-Encoding", "gzip")
              .POST(HttpRequest.BodyPublishers.ofByteArray(gzip))
              .build();

      HttpResponse<byte[]> response =
          server.client.send(request, HttpResponse.BodyHandlers.ofByteArray());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(gzip);
      assertThat(server.get("/metrics").body()).contains("route=\"/ingest/generic/{name}\"");
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void takenPortIsNamedWithWhatToDo() {
    try (TestServer first = new TestServer()) {
      PicketServer second =
          new PicketServer(new ServerSettings("127.0.0.1", first.server.port()), parts(), Map.of());

      assertThatThrownBy(second::start)
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("127.0.0.1:" + first.server.port())
          .hasMessageContaining("choose another port");
      second.close();
    }
  }

  private static ServerParts parts() {
    InMemoryObservationStore store = new InMemoryObservationStore();
    return new ServerParts(
        store,
        store,
        new Ledger(),
        new Readiness(),
        new Metrics("test"),
        InstantSource.system(),
        Ticker.system(),
        null,
        new SplittableRandom(1));
  }

  @Test
  void settingsHaveBounds() {
    assertThatThrownBy(() -> new ServerSettings("localhost", 65_536))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("port: got 65536; expected 0 to 65535");
    assertThatThrownBy(() -> new ServerSettings(" ", 80))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("host");
  }

  @Test
  void serverCanBeClosedTwiceAndWithoutAStart() {
    PicketServer server = new PicketServer(new ServerSettings("127.0.0.1", 0), parts(), Map.of());
    server.close();
    server.close();

    assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void requestInFlightIsFinishedWhenTheServerCloses() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    try (TestServer server = with(slow(begun, mayEnd))) {
      URI uri = server.uri("/ingest/slow");
      CompletableFuture<HttpResponse<String>> answer =
          server.client.sendAsync(
              HttpRequest.newBuilder(uri).GET().build(), HttpResponse.BodyHandlers.ofString());
      begun.await();

      Thread closing = Thread.ofVirtual().start(server.server::close);
      awaitRefused(uri);
      mayEnd.countDown();

      assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
      assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  private static HttpService slow(CountDownLatch begun, CountDownLatch mayEnd) {
    return rules ->
        rules.get(
            "/slow",
            (_, response) -> {
              begun.countDown();
              try {
                mayEnd.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
              response.send("done".getBytes(StandardCharsets.UTF_8));
            });
  }

  private static void awaitRefused(URI uri) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (ConnectException refused) {
        return;
      } catch (IOException other) {
        throw new UncheckedIOException(other);
      }
    }
    throw new AssertionError("the server still takes connections");
  }

  @Test
  void idleConnectionDoesNotHoldUpTheEnd() {
    TestServer server = new TestServer();
    assertThat(server.get("/livez").statusCode()).isEqualTo(200);

    long begin = System.nanoTime();
    server.server.close();

    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isLessThan(5);
    server.close();
  }

  @Test
  void unforeseenFailureIsLoggedUnderTheIdThatTheClientGets() {
    Logger logger = (Logger) LoggerFactory.getLogger(Rescue.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
    try (TestServer server =
        with(rules ->
            rules.get(
                "/broken",
                (_, _) -> {
                  throw new IllegalStateException("secret of the house");
                }))) {
      HttpResponse<String> response = server.get("/ingest/broken");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).doesNotContain("secret").doesNotContain("IllegalState");
      ILoggingEvent event = logged.list.getFirst();
      String id = String.valueOf(event.getKeyValuePairs().getFirst().value);
      assertThat(response.body()).contains(id);
      assertThat(event.getThrowableProxy().getMessage()).isEqualTo("secret of the house");
      assertThat(server.get("/metrics").body()).contains("status=\"500\"");
    } finally {
      logger.detachAppender(logged);
      logger.setAdditive(true);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /api/v1/observations?severity=%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /assets/../../index.html HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /assets/%2e%2e/%2e%2e/dev/picket/server/Assets.class HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /assets/vendor/lit/../../../secret.js HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: @@\r\n\r\n"
      })
  void badRequestsAreRefusedWithoutATrace(String request) throws IOException {
    try (TestServer server = new TestServer();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
      socket.setSoTimeout(5_000);
      String sent = request.replace("@@", "x".repeat(20_000));
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(answer).matches("HTTP/1.1 4\\d\\d");
      assertThat(server.get("/livez").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void wrongMethodIsToldWhichIsRight() {
    try (TestServer server = new TestServer()) {
      for (String path :
          List.of(
              "/",
              "/livez",
              "/readyz",
              "/metrics",
              "/api/v1/stats",
              "/api/v1/observations",
              "/shards")) {
        HttpResponse<String> response = server.post(path, "");
        assertThat(response.statusCode()).as(path).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET");
      }
    }
  }
}
