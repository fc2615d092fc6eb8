package dev.picket.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A plain client of a lab, which trusts its authority and nothing else. */
final class LabClient implements AutoCloseable {

  private static final int ATTEMPTS_MAX = 10_000;

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final String address;
  private final String token;
  private final SSLContext tls;
  private final HttpClient http;

  LabClient(LabServer lab, HttpClient.Version version) {
    this(lab.address(), lab.token(), lab.authority(), version);
  }

  LabClient(String address, String token, String authority, HttpClient.Version version) {
    this.address = address;
    this.token = token;
    this.tls = trusting(authority);
    this.http = HttpClient.newBuilder().version(version).sslContext(tls).build();
  }

  LabClient(LabServer lab) {
    this(lab, HttpClient.Version.HTTP_2);
  }

  HttpClient http() {
    return http;
  }

  SSLContext tls() {
    return tls;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Authorization", "Bearer " + token);
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(response, response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  Answer get(String path) {
    return send(request(path).build());
  }

  Answer get(String path, String accept) {
    return send(request(path).header("Accept", accept).build());
  }

  /** Asks until the object is as it shall be. */
  void await(String path, Predicate<JsonNode> condition) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (condition.test(get(path).json())) {
        return;
      }
    }
    throw new AssertionError(path + " is still " + get(path).body());
  }

  /** Asks until nothing is there any more: what happens by itself takes a moment. */
  void awaitGone(String path) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (get(path).status() == 404) {
        return;
      }
    }
    throw new AssertionError(path + " is still there: " + get(path).body());
  }

  Answer delete(String path) {
    return send(request(path).DELETE().build());
  }

  Answer send(String method, String path, String type, String body) {
    return send(
        request(path)
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  Answer post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  Answer put(String path, String body) {
    return send("PUT", path, "application/json", body);
  }

  /** Creates a ConfigMap with one value in the namespace `default`. */
  Answer createMap(String name, String value) {
    return post("/api/v1/namespaces/default/configmaps", map(name, value));
  }

  static String map(String name, String value) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"},\"data\":{\"v\":\"%s\"}}"
        .formatted(name, value);
  }

  /** Opens a watch over HTTP; its events come as they are asked for. */
  Iterator<JsonNode> watch(String path) {
    Iterator<String> lines = watchLines(path);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public JsonNode next() {
        return parse(lines.next());
      }
    };
  }

  Iterator<String> watchLines(String path) {
    try {
      HttpResponse<Stream<String>> response =
          http.send(request(path).build(), BodyHandlers.ofLines());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("the watch was answered with " + response.statusCode());
      }
      return response.body().iterator();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A watch's event in one line: type, name and value. */
  static String told(JsonNode event) {
    JsonNode object = event.path("object");
    return "%s %s %s"
        .formatted(
            event.path("type").asText(),
            object.path("metadata").path("name").asText(),
            object.path("data").path("v").asText());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static SSLContext trusting(String authority) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "lab",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * What came back.
   *
   * @param response with its headers
   * @param body as text
   */
  record Answer(HttpResponse<String> response, String body) {

    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      return parse(body);
    }

    String reason() {
      return json().path("reason").asText();
    }

    String message() {
      return json().path("message").asText();
    }

    String revision() {
      return json().path("metadata").path("resourceVersion").asText();
    }
  }
}
