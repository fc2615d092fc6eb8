package dev.picket.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.picket.lab.http.Authority;
import dev.picket.lab.http.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real server of webhooks over TLS, under an authority of its own. */
final class WebhookServer implements AutoCloseable {

  private final Certificates certificates;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

  WebhookServer(String host) {
    SecureRandom random = new SecureRandom();
    certificates =
        Certificates.create(
            Authority.create(InstantSource.system().instant(), random),
            host,
            InstantSource.system().instant(),
            random);
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls(random)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
    server.setExecutor(threads);
    server.start();
  }

  private SSLContext tls(SecureRandom random) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = new char[0];
    store.setKeyEntry(
        "server",
        certificates.key(),
        password,
        new Certificate[] {certificates.server(), certificates.authority().certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, random);
    return context;
  }

  /** Answers at a path with what becomes of a response that allows. */
  void on(String path, UnaryOperator<ObjectNode> response) {
    server.createContext(
        path,
        exchange -> {
          JsonNode question = LabClient.JSON.readTree(exchange.getRequestBody());
          asked.add(question.path("request"));
          ObjectNode answer = LabClient.JSON.createObjectNode();
          answer.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
          ObjectNode allowed = LabClient.JSON.createObjectNode();
          allowed.put("uid", question.path("request").path("uid").asText()).put("allowed", true);
          answer.set("response", response.apply(allowed));
          send(exchange, 200, answer.toString());
        });
  }

  /** Answers at a path with this. */
  void raw(String path, int status, String body) {
    server.createContext(path, exchange -> send(exchange, status, body));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** The requests of the reviews that came. */
  List<JsonNode> asked() {
    return asked;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url(String path) {
    return "https://127.0.0.1:" + port() + path;
  }

  String bundle() {
    return Base64.getEncoder()
        .encodeToString(certificates.authority().certificatePem().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
