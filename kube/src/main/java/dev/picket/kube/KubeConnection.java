package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.coordination.lease.UnreachableException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one API server, each sent once: nothing that writes is retried, except that an
 * expired token is renewed; the JDK repeats a GET when an idle connection turns out to be closed.
 * Safe for use by many threads; close it when nobody uses it any more.
 *
 * <p>It speaks HTTP/1.1. Over HTTP/2 all requests share one TCP connection, and when that is cut
 * without a word, the JDK's client goes on using it for minutes: renewals of a lease would all time
 * out though the server is well (kubernetes/kubernetes#87615 tells the same of Go's). Here a
 * request that is late closes its own connection, and the next opens another.
 */
public final class KubeConnection implements AutoCloseable {

  private static final int BODY_LENGTH_MAX = 256 << 20;
  private static final Duration GRACE = Duration.ofMillis(250);

  private final Config config;
  private final String address;
  private final Duration timeout;
  private final AtomicReference<HttpClient> http;

  private KubeConnection(Config config, Duration timeout) {
    this.config = config;
    String url = config.getMasterUrl();
    this.address = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.timeout = timeout;
    this.http = new AtomicReference<>(client());
  }

  private HttpClient client() {
    return new JdkHttpClientFactory().newBuilder(config).build();
  }

  /**
   * Prepares to talk; nothing is sent yet.
   *
   * @param timeout for an answer to begin, and again for it to be complete; of a watch, to begin
   */
  public static KubeConnection open(KubeAccess access, Duration timeout) {
    Config config = config(access);
    int millis = Math.toIntExact(timeout.toMillis());
    config.setConnectionTimeout(millis);
    config.setRequestTimeout(millis);
    config.setRequestRetryBackoffLimit(0);
    config.setHttp2Disable(true);
    config.setUserAgent("picket");
    return new KubeConnection(config, timeout);
  }

  private static Config config(KubeAccess access) {
    return switch (access) {
      case KubeAccess.Kubeconfig(var file) -> Config.fromKubeconfig(file.toFile());
      case KubeAccess.InCluster() -> Config.autoConfigure(null);
      case KubeAccess.Token(var uri, var token, var authority) -> {
        ConfigBuilder builder =
            new ConfigBuilder(Config.empty()).withMasterUrl(uri.toString()).withOauthToken(token);
        yield authority.isEmpty() ? builder.build() : builder.withCaCertData(authority).build();
      }
    };
  }

  /** The API server's address, such as {@code https://10.0.0.1:443}. */
  public String address() {
    return address;
  }

  /**
   * One request.
   *
   * @param path with its query, encoded
   * @param body null for none
   * @throws UnreachableException when there is no complete answer in time
   */
  Answer call(String method, String path, @Nullable JsonNode body) {
    HttpRequest.Builder request = request(path).timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (body == null && method.equals("GET")) {
      return answer(method, path, request.build());
    }
    String text = body == null ? "" : body.toString();
    return answer(method, path, request.method(method, "application/json", text).build());
  }

  private Answer answer(String method, String path, HttpRequest request) {
    HttpResponse<InputStream> response = send(method, path, request);
    try {
      return whole(response);
    } catch (IOException broken) {
      throw failed(method, path, broken);
    }
  }

  private Answer whole(HttpResponse<InputStream> response) throws IOException {
    try (InputStream in = response.body();
        Deadline deadline = Deadline.of(timeout, in)) {
      byte[] bytes = in.readNBytes(BODY_LENGTH_MAX);
      if (deadline.missed()) {
        throw new HttpTimeoutException("the answer began, and did not end");
      }
      return Answer.of(response.code(), bytes);
    }
  }

  /**
   * A watch: its events one after another, until the server ends it or the limit is reached.
   *
   * @param path with its query, encoded
   * @throws UnreachableException when it does not begin in time
   */
  Events watch(String path, Duration limit) {
    HttpRequest request = request(path).forStreaming().build();
    HttpResponse<InputStream> response = send("WATCH", path, request);
    try {
      return response.isSuccessful()
          ? Events.of(response.body(), limit)
          : Events.refused(whole(response));
    } catch (IOException broken) {
      throw failed("WATCH", path, broken);
    }
  }

  private HttpRequest.Builder request(String path) {
    return http.get()
        .newHttpRequestBuilder()
        .uri(address + path)
        .header("Accept", "application/json");
  }

  private HttpResponse<InputStream> send(String method, String path, HttpRequest request) {
    HttpClient used = http.get();
    CompletableFuture<HttpResponse<InputStream>> future =
        used.sendAsync(request, InputStream.class);
    try {
      return future.get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      abandon(future);
      http.compareAndSet(used, client());
      throw failed(method, path, late);
    } catch (ExecutionException failure) {
      if (isLate(failure.getCause())) {
        http.compareAndSet(used, client());
      }
      throw failed(method, path, failure.getCause());
    } catch (InterruptedException interrupted) {
      abandon(future);
      Thread.currentThread().interrupt();
      throw failed(method, path, interrupted);
    }
  }

  // Should the answer come after all, fabric8 closes it when its future is done already.
  private static void abandon(CompletableFuture<HttpResponse<InputStream>> future) {
    future.cancel(true);
  }

  private static boolean isLate(@Nullable Throwable cause) {
    return cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
  }

  private UnreachableException failed(String method, String path, @Nullable Throwable cause) {
    if (isLate(cause)) {
      return new UnreachableException(
          "%s %s%s was not answered within %d ms: the API server is slow, stopped or out of reach"
              .formatted(method, address, path, timeout.toMillis()));
    }
    Throwable known = cause == null ? new IOException("no reason given") : cause;
    return new UnreachableException(
        "%s %s%s failed: %s".formatted(method, address, path, known), known);
  }

  @Override
  public void close() {
    http.get().close();
  }
}
