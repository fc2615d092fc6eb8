package dev.picket.lab.contract;

import dev.picket.runtime.Ticker;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** An API server as its kubeconfig says it is reached; nothing is known of it but its version. */
final class ApiServer implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String address;
  private final String token;
  private final HttpClient http;
  private final Ticker ticker;
  private final SecureRandom random;
  private final String webhookHost;
  private final String version;
  private final int minor;

  /**
   * Asks a server for its version.
   *
   * @param kubeconfig in YAML; its current context is used
   * @param webhookHost the name of this machine by which the server can call it, or empty
   */
  ApiServer(String kubeconfig, String webhookHost, Ticker ticker, SecureRandom random) {
    Config config = Config.fromKubeconfig(kubeconfig);
    this.address = config.getMasterUrl().replaceAll("/+$", "");
    this.token = token(config);
    this.http = HttpClient.newBuilder().sslContext(tls(config)).connectTimeout(TIMEOUT).build();
    this.ticker = ticker;
    this.random = random;
    this.webhookHost = webhookHost.isEmpty() && loopback() ? "127.0.0.1" : webhookHost;
    Answer answer = send("GET", "/version", Map.of(), new byte[0]).is(200);
    this.version = answer.text("/gitVersion");
    this.minor = Integer.parseInt(answer.text("/minor").replaceAll("\\D", ""));
  }

  private static String token(Config config) {
    String token = config.getAutoOAuthToken();
    return token == null ? "" : token;
  }

  private static SSLContext tls(Config config) {
    try {
      return SSLUtils.sslContext(config);
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException("the kubeconfig's certificates cannot be used", failure);
    }
  }

  private boolean loopback() {
    return address.matches("https?://(127\\..*|localhost(:.*)?|\\[::1].*)");
  }

  /** Such as {@code v1.20.2}. */
  String version() {
    return version;
  }

  int minor() {
    return minor;
  }

  /** Whether it is Picket's. */
  boolean lab() {
    return version.contains("picket-lab");
  }

  Ticker ticker() {
    return ticker;
  }

  SecureRandom random() {
    return random;
  }

  /** Where the server's webhooks can be. */
  String webhookHost() {
    if (webhookHost.isEmpty()) {
      throw new UnreachableException(
          "not asked: without --webhook-host it cannot call this machine");
    }
    return webhookHost;
  }

  /** Sends a request with the kubeconfig's credential, unless the headers bring another. */
  Answer send(String method, String path, Map<String, String> headers, byte[] body) {
    HttpResponse<byte[]> response =
        exchange(request(method, path, headers, body), BodyHandlers.ofByteArray());
    return Answer.of(
        method + " " + path, response.statusCode(), response.headers(), response.body());
  }

  /** Opens an answer that does not end, such as a watch's. */
  HttpResponse<InputStream> open(String path, Map<String, String> headers) {
    return exchange(request("GET", path, headers, new byte[0]), BodyHandlers.ofInputStream());
  }

  private HttpRequest request(
      String method, String path, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(TIMEOUT)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!token.isEmpty() && !headers.containsKey("Authorization")) {
      builder.header("Authorization", "Bearer " + token);
    }
    headers.forEach((name, value) -> {
      if (!value.isEmpty()) {
        builder.header(name, value);
      }
    });
    return builder.build();
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException failure) {
      throw new UncheckedIOException(request.method() + " " + request.uri(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
