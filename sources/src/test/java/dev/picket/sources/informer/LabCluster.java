package dev.picket.sources.informer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.picket.kube.KubeAccess;
import dev.picket.kube.KubeConnection;
import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A lab with Trivy's kind and a namespace, spoken to as kubectl would. */
final class LabCluster implements AutoCloseable {

  static final String REPORTS =
      "/apis/aquasecurity.github.io/v1alpha1/namespaces/shop/vulnerabilityreports";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path EXAMPLES = Path.of("..", "examples");

  private final LabServer lab =
      new LabServer(
          LabSettings.DEFAULTS.withPort(0),
          InstantSource.system(),
          Ticker.system(),
          new SecureRandom());
  private final HttpClient http;

  LabCluster() throws IOException, InterruptedException, GeneralSecurityException {
    lab.start();
    http = HttpClient.newBuilder().sslContext(trusting(lab.authority())).build();
    call(
        "POST",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        example("trivy-crd.yaml"));
    ObjectNode namespace = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
    namespace.putObject("metadata").put("name", "shop");
    call("POST", "/api/v1/namespaces", namespace);
  }

  private static SSLContext trusting(String pem) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "lab",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  static ObjectNode example(String name) throws IOException {
    return (ObjectNode) new YAMLMapper().readTree(EXAMPLES.resolve(name).toFile());
  }

  KubeConnection connect() {
    return KubeConnection.open(
        new KubeAccess.Token(URI.create(lab.address()), lab.token(), lab.authority()),
        Duration.ofSeconds(10));
  }

  /** A request that must succeed. */
  ObjectNode call(String method, String path, JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(lab.address() + path))
            .header("Authorization", "Bearer " + lab.token())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + answer.body());
    }
    return (ObjectNode) JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
    lab.close();
  }
}
