package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.store.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a webhook is, and how it is trusted. Safe for use by many threads. */
final class Endpoint implements AutoCloseable {

  private static final int DEFAULT_PORT = 443;

  private final JsonNode config;
  private @Nullable HttpClient client;

  /**
   * @param config the {@code clientConfig}, which was checked before it was kept
   */
  Endpoint(JsonNode config) {
    this.config = config;
  }

  /** The address as messages have it. */
  String shown() {
    return service().isMissingNode()
        ? config.path("url").asText()
        : "https://" + serviceName() + ":" + port() + path();
  }

  /**
   * The address to connect to.
   *
   * @throws CallException when a service cannot be resolved
   */
  URI resolve(Snapshot snapshot) throws CallException {
    if (service().isMissingNode()) {
      return URI.create(config.path("url").asText());
    }
    String address =
        ServiceAddresses.find(
            snapshot,
            service().path("namespace").asText(),
            service().path("name").asText(),
            port());
    return URI.create("https://" + address + path());
  }

  /**
   * The client that trusts what the configuration trusts.
   *
   * @throws CallException when the bundle holds no certificates
   */
  synchronized HttpClient client() throws CallException {
    if (client == null) {
      try {
        client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(
                    Trust.context(
                        Base64.getDecoder().decode(config.path("caBundle").asText()),
                        service().isMissingNode() ? "" : serviceName()))
                .build();
      } catch (GeneralSecurityException | IOException | IllegalArgumentException failure) {
        throw new CallException("caBundle: " + failure.getMessage());
      }
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }

  private JsonNode service() {
    return config.path("service");
  }

  private String serviceName() {
    return service().path("name").asText() + "." + service().path("namespace").asText() + ".svc";
  }

  private int port() {
    return service().path("port").asInt(DEFAULT_PORT);
  }

  private String path() {
    String path = service().path("path").asText();
    return path.isEmpty() ? "/" : path;
  }
}
