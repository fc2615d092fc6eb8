package dev.picket.lab.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.picket.lab.http.Authority;
import dev.picket.lab.http.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An admission webhook over TLS within this process, which keeps what it was asked. */
final class WebhookServer implements AutoCloseable {

  private final HttpsServer server;
  private final String host;
  private final Certificates certificates;
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();

  /**
   * Listens at any free port.
   *
   * @param answer the fields of the response, as loose JSON, to a review's request
   */
  WebhookServer(String host, SecureRandom random, Function<JsonNode, String> answer) {
    this.host = host;
    Instant now = InstantSource.system().instant();
    this.certificates = Certificates.create(Authority.create(now, random), host, now, random);
    try {
      this.server = HttpsServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls()));
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
    server.createContext("/", exchange -> answer(exchange, answer));
    server.start();
  }

  private SSLContext tls() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "server", certificates.key(), new char[0], new Certificate[] {certificates.server()});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private void answer(HttpExchange exchange, Function<JsonNode, String> answer) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    JsonNode review = Loose.parse(text);
    asked.add(review);
    ObjectNode reply = Loose.JSON.createObjectNode();
    reply.set("apiVersion", review.path("apiVersion"));
    reply.put("kind", "AdmissionReview");
    ObjectNode response = (ObjectNode) Loose.parse(answer.apply(review.path("request")));
    response.set("uid", review.at("/request/uid"));
    reply.set("response", response);
    byte[] body = reply.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** The reviews that came, each with its request. */
  List<JsonNode> asked() {
    return asked;
  }

  /** The last review of an object of this name. */
  JsonNode asked(String name) {
    return asked.stream()
        .filter(each -> each.at("/request/name").asText().equals(name))
        .reduce((_, last) -> last)
        .orElseThrow(() -> new AssertionError("no review of " + name + " in " + asked));
  }

  /** A client configuration, as loose JSON. */
  String client() {
    return client(certificates.authority().certificatePem());
  }

  /** A client configuration that trusts another authority. */
  String client(String authority) {
    String bundle =
        Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
    return "{url:'https://%s:%d/review',caBundle:'%s'}"
        .formatted(host, server.getAddress().getPort(), bundle);
  }

  /** A JSON patch as a response's fields. */
  static String patch(String operations) {
    byte[] bytes = Loose.strict(operations).getBytes(StandardCharsets.UTF_8);
    return "{allowed:true,patchType:'JSONPatch',patch:'%s'}"
        .formatted(Base64.getEncoder().encodeToString(bytes));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
