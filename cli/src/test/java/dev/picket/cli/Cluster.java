package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An API server as a person with kubectl sees it: by its kubeconfig, over HTTPS. */
final class Cluster implements AutoCloseable {

  static final String REPORTS =
      "/apis/aquasecurity.github.io/v1alpha1/namespaces/shop/vulnerabilityreports";
  static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
  static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int CONFLICT = 409;

  private final HttpClient http;
  private final String address;
  private final String token;

  Cluster(Path kubeconfig) {
    try {
      JsonNode root = YAML.readTree(kubeconfig.toFile());
      JsonNode cluster = root.path("clusters").path(0).path("cluster");
      this.address = cluster.path("server").asText();
      this.token = root.path("users").path(0).path("user").path("token").asText();
      byte[] authority =
          Base64.getDecoder().decode(cluster.path("certificate-authority-data").asText());
      this.http =
          HttpClient.newBuilder()
              .connectTimeout(Duration.ofSeconds(5))
              .sslContext(trusting(authority))
              .build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static SSLContext trusting(byte[] authority) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "cluster",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(authority)));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What examples/ has for clusters without the Trivy operator: its kind, and a namespace. */
  void prepareForReports() {
    createNamespace("shop");
    create(DEFINITIONS, example("trivy-crd.yaml"));
  }

  void createNamespace(String name) {
    ObjectNode namespace = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
    namespace.putObject("metadata").put("name", name);
    create("/api/v1/namespaces", namespace);
  }

  /** An object that examples/ has as YAML. */
  static ObjectNode example(String file) {
    return yaml(Repository.root().resolve("examples").resolve(file));
  }

  static ObjectNode yaml(Path file) {
    try {
      return YAML.readValue(file.toFile(), ObjectNode.class);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where objects of its kind are, of the kinds that examples/ has. */
  static String collection(JsonNode object) {
    return switch (object.path("kind").asText()) {
      case "CustomResourceDefinition" -> DEFINITIONS;
      case "VulnerabilityReport" -> REPORTS;
      default -> throw new IllegalArgumentException("where is a " + object.path("kind") + "?");
    };
  }

  /** Makes it, unless it is there. */
  JsonNode create(String collection, JsonNode object) {
    HttpResponse<String> answer = send("POST", collection, object);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, CONFLICT);
    return parsed(answer);
  }

  JsonNode read(String path) {
    return done(send("GET", path, null));
  }

  /** Puts it in the place of what is there, whatever that is. */
  JsonNode replace(String path, ObjectNode object) {
    String revision = read(path).path("metadata").path("resourceVersion").asText();
    object.withObject("/metadata").put("resourceVersion", revision);
    return done(send("PUT", path, object));
  }

  void delete(String path) {
    done(send("DELETE", path, null));
  }

  private static JsonNode done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201, 202);
    return parsed(answer);
  }

  private static JsonNode parsed(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private HttpResponse<String> send(String method, String path, @Nullable JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
