package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same watch over every transport, beside one whose client does not read. */
@Timeout(60)
final class WatchTransportTest {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final int BUFFER = 20;
  private static final int LARGE = 200;
  private static final String LARGE_VALUE = "x".repeat(200_000);

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS.withWatchBufferLimit(BUFFER));
  private final LabClient client = new LabClient(lab);
  private final List<AutoCloseable> open = new ArrayList<>();

  enum Transport {
    HTTP_1,
    HTTP_2,
    WEB_SOCKET
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    client.close();
    lab.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyTransportTellsEveryChangeInOrder(Transport transport) {
    String from = client.get(MAPS).revision();
    Iterator<String> watch = watch(transport, MAPS + "?watch=true&resourceVersion=" + from);
    client.createMap("a", "1");
    client.put(MAPS + "/a", LabClient.map("a", "2"));
    client.delete(MAPS + "/a");
    assertThat(watch.next()).isEqualTo("ADDED a 1");
    assertThat(watch.next()).isEqualTo("MODIFIED a 2");
    assertThat(watch.next()).isEqualTo("DELETED a 2");
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatDoesNotReadIsCutOffAndDelaysNobody(Transport transport) throws Exception {
    String from = client.get(MAPS).revision();
    stuck(transport, MAPS + "?watch=true&resourceVersion=" + from);
    Iterator<String> fast = watch(transport, MAPS + "?watch=true&resourceVersion=" + from);
    for (int each = 0; each < LARGE; each++) {
      assertThat(client.createMap("m" + each, LARGE_VALUE).status()).isEqualTo(201);
      assertThat(fast.next()).startsWith("ADDED m" + each + " x");
    }
    assertThat(lab.watchesCutOff()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void closingTheLabEndsWatchesAtOnce(Transport transport) {
    Iterator<String> watch = watch(transport, MAPS + "?watch=true");
    client.createMap("a", "1");
    assertThat(watch.next()).isEqualTo("ADDED a 1");
    lab.close();
    assertThat(ended(watch)).isTrue();
  }

  @Test
  void aWebSocketForSomethingMissingIsAnsweredWithItsStatus() {
    assertThatThrownBy(
            () -> socket("/api/v1/nothing?watch=true", new LinkedBlockingQueue<>(), true))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(404));
  }

  private static boolean ended(Iterator<String> watch) {
    try {
      return !watch.hasNext();
    } catch (RuntimeException broken) {
      return true;
    }
  }

  private Iterator<String> watch(Transport transport, String path) {
    return switch (transport) {
      case HTTP_1 -> lines(HttpClient.Version.HTTP_1_1, path);
      case HTTP_2 -> lines(HttpClient.Version.HTTP_2, path);
      case WEB_SOCKET -> {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        socket(path, messages, true);
        yield new Iterator<>() {
          private @Nullable String next;

          @Override
          public boolean hasNext() {
            try {
              next = next == null ? messages.poll(10, TimeUnit.SECONDS) : next;
            } catch (InterruptedException interrupted) {
              throw new IllegalStateException(interrupted);
            }
            return next != null && !next.equals(Listening.CLOSED);
          }

          @Override
          public String next() {
            assertThat(hasNext()).isTrue();
            String message = next;
            next = null;
            return LabClient.told(LabClient.parse(String.valueOf(message)));
          }
        };
      }
    };
  }

  private Iterator<String> lines(HttpClient.Version version, String path) {
    LabClient own = new LabClient(lab, version);
    open.add(own);
    Iterator<JsonNode> events = own.watch(path);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public String next() {
        return LabClient.told(events.next());
      }
    };
  }

  /** Opens a watch and never reads what it sends. */
  private void stuck(Transport transport, String path) throws IOException, InterruptedException {
    switch (transport) {
      case HTTP_1 -> {
        Socket socket = client.tls().getSocketFactory().createSocket("127.0.0.1", lab.port());
        open.add(socket);
        String request =
            "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, lab.token());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      case HTTP_2 -> {
        LabClient own = new LabClient(lab);
        open.add(own);
        HttpResponse<InputStream> response =
            own.http().send(own.request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
        open.add(response.body());
      }
      case WEB_SOCKET -> socket(path, new LinkedBlockingQueue<>(), false);
    }
  }

  private void socket(String path, BlockingQueue<String> messages, boolean reads) {
    WebSocket socket =
        client
            .http()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + lab.token())
            .buildAsync(
                URI.create(lab.address().replace("https", "wss") + path),
                new Listening(messages, reads))
            .join();
    open.add(socket::abort);
  }

  private record Listening(BlockingQueue<String> messages, boolean reads, StringBuilder part)
      implements WebSocket.Listener {

    static final String CLOSED = "closed";

    Listening(BlockingQueue<String> messages, boolean reads) {
      this(messages, reads, new StringBuilder());
    }

    @Override
    public void onOpen(WebSocket socket) {
      if (reads) {
        socket.request(1);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      messages.add(CLOSED);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      messages.add(CLOSED);
    }
  }
}
