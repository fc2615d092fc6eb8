package dev.picket.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that answers every request the same, or not at all, and remembers them. */
final class StubServer implements AutoCloseable {

  /** A request that came. */
  record Request(String method, String path, String body, String authorization) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  private StubServer(HttpServer server) {
    this.server = server;
  }

  static StubServer answering(int status, String body) {
    return behaving((stub, exchange) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    });
  }

  /** Takes requests and says nothing. */
  static StubServer silent() {
    return behaving((stub, exchange) -> stub.closing.await());
  }

  /** Begins an answer and never ends it. */
  static StubServer stopping() {
    return behaving((stub, exchange) -> {
      exchange.sendResponseHeaders(200, 1000);
      OutputStream out = exchange.getResponseBody();
      out.write("{\"kind\":".getBytes(StandardCharsets.UTF_8));
      out.flush();
      stub.closing.await();
    });
  }

  private interface StubBehaviour {

    void answer(StubServer stub, HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static StubServer behaving(StubBehaviour behaviour) {
    try {
      InetAddress local = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      StubServer stub = new StubServer(HttpServer.create(new InetSocketAddress(local, 0), 0));
      stub.server.setExecutor(task -> Thread.ofVirtual().name("stub").start(task));
      stub.server.createContext("/", exchange -> stub.handle(exchange, behaviour));
      stub.server.start();
      return stub;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void handle(HttpExchange exchange, StubBehaviour behaviour) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              body,
              authorization == null ? "" : authorization));
      behaviour.answer(this, exchange);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  List<Request> requests() {
    return requests;
  }

  KubeConnection connect(Duration timeout) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return KubeConnection.open(new KubeAccess.Token(address, "secret", ""), timeout);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
