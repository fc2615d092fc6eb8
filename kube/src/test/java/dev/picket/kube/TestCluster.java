package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API server that tests run on, one for all: the lab, or the one of the kubeconfig that the
 * environment variable {@code PICKET_TEST_KUBECONFIG} names. Reached through a proxy that can be
 * cut; each has a namespace of its own.
 */
final class TestCluster implements AutoCloseable {

  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Pattern SERVER = Pattern.compile("server:\\s*\"?(https?://[^\"\\s,}]+)");

  private final @Nullable LabServer lab;
  private final CuttableProxy proxy;
  private final Path cuttable;
  private final KubeConnection connection;
  private final String namespace = "picket-test-" + UUID.randomUUID();

  private TestCluster(@Nullable LabServer lab, String kubeconfig) throws IOException {
    Matcher server = SERVER.matcher(kubeconfig);
    if (!server.find()) {
      throw new IllegalStateException("no server in the kubeconfig: " + kubeconfig);
    }
    this.lab = lab;
    this.proxy = CuttableProxy.to(URI.create(server.group(1)));
    this.cuttable = written(kubeconfig.replace(server.group(1), proxy.address().toString()));
    Path direct = written(kubeconfig);
    this.connection = KubeConnection.open(new KubeAccess.Kubeconfig(direct), TIMEOUT);
    Files.delete(direct);
  }

  private static Path written(String text) throws IOException {
    return Files.writeString(Files.createTempFile("picket-test", ".kubeconfig"), text);
  }

  /** The server that the environment chooses. */
  static TestCluster open() {
    String chosen = System.getenv("PICKET_TEST_KUBECONFIG");
    try {
      return chosen == null || chosen.isEmpty()
          ? openLab(LabSettings.DEFAULTS)
          : ready(new TestCluster(null, Files.readString(Path.of(chosen))));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A lab, whatever the environment says. */
  static TestCluster openLab(LabSettings settings) {
    LabServer lab =
        new LabServer(settings, InstantSource.system(), Ticker.system(), new SecureRandom());
    lab.start();
    try {
      return ready(new TestCluster(lab, lab.kubeconfig()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static TestCluster ready(TestCluster cluster) {
    cluster.createNamespace();
    return cluster;
  }

  String namespace() {
    return namespace;
  }

  /** For the test's own requests, around the proxy. */
  KubeConnection connection() {
    return connection;
  }

  /** A new one through the proxy, for the test to close. */
  KubeConnection connect() {
    return connect(TIMEOUT);
  }

  KubeConnection connect(Duration timeout) {
    return KubeConnection.open(new KubeAccess.Kubeconfig(cuttable), timeout);
  }

  /** Between the server and all connections but the test's own. */
  CuttableProxy proxy() {
    return proxy;
  }

  /** A request that must succeed. */
  JsonNode call(String method, String path, @Nullable JsonNode body) {
    Answer answer = connection.call(method, path, body);
    if (!answer.isDone()) {
      throw new IllegalStateException(method + " " + path + ": " + answer);
    }
    return answer.body();
  }

  static Random random() {
    return new Random(42);
  }

  private void createNamespace() {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("apiVersion", "v1").put("kind", "Namespace");
    body.putObject("metadata").put("name", namespace);
    call("POST", "/api/v1/namespaces", body);
  }

  @Override
  public void close() throws IOException {
    connection.close();
    proxy.close();
    Files.delete(cuttable);
    if (lab != null) {
      lab.close();
    }
  }
}
