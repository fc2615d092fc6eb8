package dev.picket.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Makes, gets and watches ConfigMaps of 0.7 kB over a connection of its own. */
final class MapClient implements AutoCloseable {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String VALUE = "x".repeat(500);

  private final String address;
  private final String token;
  private final HttpClient http;

  /**
   * A client; over HTTP/2 with TLS if there is an authority, else over plain HTTP/1.1.
   *
   * @param authority the certificate to trust, in PEM; empty for none
   */
  MapClient(String address, String token, String authority) {
    this.address = address;
    this.token = token;
    HttpClient.Builder builder = HttpClient.newBuilder();
    this.http =
        authority.isEmpty()
            ? builder.version(HttpClient.Version.HTTP_1_1).build()
            : builder.sslContext(ApiServer.trusting(authority)).build();
  }

  void create(String name) throws IOException {
    String body =
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","namespace":"default",\
        "labels":{"app":"bench"}},"data":{"v":"%s"}}\
        """
            .formatted(name, VALUE);
    HttpRequest request =
        request(MAPS)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    require(send(request, BodyHandlers.ofString()), 201);
  }

  void get(String name) throws IOException {
    require(send(request(MAPS + "/" + name).build(), BodyHandlers.ofString()), 200);
  }

  String revision() throws IOException {
    String list = send(request(MAPS + "?limit=1").build(), BodyHandlers.ofString()).body();
    return list.replaceFirst("(?s).*?\"resourceVersion\":\"(\\d+)\".*", "$1");
  }

  /** Watches from a revision on; returns when the watch is open. */
  void watch(String revision, EventLines events) throws IOException {
    CountDownLatch open = new CountDownLatch(1);
    AtomicInteger status = new AtomicInteger();
    HttpRequest request = request(MAPS + "?watch=true&resourceVersion=" + revision).build();
    var _ =
        http.sendAsync(
                request,
                response -> {
                  status.set(response.statusCode());
                  open.countDown();
                  return HttpResponse.BodySubscribers.fromSubscriber(events);
                })
            .whenComplete((_, _) -> open.countDown());
    try {
      open.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
    if (status.get() != 200) {
      throw new IOException("a watch was answered with " + status.get());
    }
  }

  /** The same over a WebSocket, which is all that the mock has. */
  WebSocket watchSocket(Consumer<String> events) {
    URI uri = URI.create(address.replaceFirst("^http", "ws") + MAPS + "?watch=true");
    return http.newWebSocketBuilder().buildAsync(uri, new Messages(events)).join();
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }

  private static void require(HttpResponse<String> response, int status) throws IOException {
    if (response.statusCode() != status) {
      throw new IOException(response.uri() + ": " + response.statusCode() + " " + response.body());
    }
  }

  /** Whole messages, one after the other. */
  private static final class Messages implements WebSocket.Listener {

    private final Consumer<String> events;
    private final StringBuilder message = new StringBuilder();

    Messages(Consumer<String> events) {
      this.events = events;
    }

    @Override
    @SuppressWarnings("NullAway") // null: the part may be reused at once
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        events.accept(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
