package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lab with a data directory, over restarts and {@code kill -9}. */
@Timeout(60)
final class DurabilityTest {

  private static final int WRITERS = 8;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 400;

  @TempDir private Path directory;

  @Test
  void anOldKubeconfigAndAWatchGoOnAfterARestart() {
    LabSettings settings = LabSettings.DEFAULTS.withDataDirectory(directory);
    String kubeconfig;
    String from;
    try (LabServer lab = Labs.started(settings);
        LabClient client = new LabClient(lab)) {
      kubeconfig = lab.kubeconfig();
      from = client.createMap("one", "1").revision();
      client.createMap("two", "2");
      client.delete("/api/v1/namespaces/default/configmaps/one");
    }
    try (LabServer lab = Labs.started(settings);
        LabClient client = new LabClient(lab)) {
      assertThat(lab.kubeconfig()).isEqualTo(kubeconfig);
      client.createMap("three", "3");
      Iterator<JsonNode> watch =
          client.watch("/api/v1/configmaps?watch=true&resourceVersion=" + from);
      assertThat(List.of(watch.next(), watch.next(), watch.next()))
          .extracting(LabClient::told)
          .containsExactly("ADDED two 2", "DELETED one 1", "ADDED three 3");
      assertThat(client.get("/api/v1/namespaces").json().path("items"))
          .extracting(each -> each.path("metadata").path("name").asText())
          .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
    }
  }

  @Test
  void tokensOfServiceAccountsHoldAfterARestart() {
    LabSettings settings = LabSettings.DEFAULTS.withDataDirectory(directory);
    String token;
    try (LabServer lab = Labs.started(settings);
        LabClient client = new LabClient(lab)) {
      String accounts = "/api/v1/namespaces/default/serviceaccounts";
      client.post(accounts, "{\"metadata\":{\"name\":\"s\"}}");
      token =
          client
              .post(accounts + "/s/token", "{\"spec\":{}}")
              .json()
              .path("status")
              .path("token")
              .asText();
    }
    try (LabServer lab = Labs.started(settings);
        LabClient client = new LabClient(lab)) {
      JsonNode review =
          client
              .post(
                  "/apis/authentication.k8s.io/v1/tokenreviews",
                  "{\"spec\":{\"token\":\"" + token + "\"}}")
              .json()
              .path("status");
      assertThat(review.path("authenticated").asBoolean()).isTrue();
      assertThat(review.path("user").path("username").asText())
          .isEqualTo("system:serviceaccount:default:s");
    }
  }

  @Test
  void anotherLabOnTheSameDirectoryDoesNotStart() {
    LabSettings settings = LabSettings.DEFAULTS.withDataDirectory(directory);
    try (LabServer lab = Labs.started(settings)) {
      assertThat(lab.port()).isPositive();
      assertThatThrownBy(() -> Labs.started(settings))
          .isInstanceOf(LabStartException.class)
          .hasMessageContaining("another lab of this process has this directory");
    }
    Labs.started(settings).close();
  }

  @Test
  void whatCannotBeReadStopsTheStart() throws IOException {
    LabSettings settings = LabSettings.DEFAULTS.withDataDirectory(directory);
    Labs.started(settings).close();
    String port = Files.readString(directory.resolve("port"));
    Files.writeString(directory.resolve("port"), "many");
    assertThatThrownBy(() -> Labs.started(settings))
        .isInstanceOf(LabStartException.class)
        .hasMessage(directory.resolve("port") + ": found 'many', expected a port");
    Files.writeString(directory.resolve("port"), port);
    Files.writeString(directory.resolve("authority.crt"), "none");
    assertThatThrownBy(() -> Labs.started(settings))
        .isInstanceOf(LabStartException.class)
        .hasMessageContaining("authority.crt and authority.key cannot be used");
  }

  @Test
  void killingTheProcessLosesNothingThatWasAcknowledged() throws Exception {
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    for (int round = 0; round < 2; round++) {
      writeUntilKilled("r" + round, acknowledged);
      try (LabServer lab = Labs.started(LabSettings.DEFAULTS.withDataDirectory(directory));
          LabClient client = new LabClient(lab)) {
        Map<String, Long> there = new TreeMap<>();
        for (JsonNode each :
            client.get("/api/v1/namespaces/default/configmaps").json().path("items")) {
          JsonNode metadata = each.path("metadata");
          there.put(metadata.path("name").asText(), metadata.path("resourceVersion").asLong());
        }
        assertThat(acknowledged).hasSizeGreaterThan(ACKNOWLEDGED_BEFORE_KILL / 2);
        acknowledged.forEach((name, revision) ->
            assertThat(there.getOrDefault(name, 0L)).as(name).isGreaterThanOrEqualTo(revision));
        there.remove("kube-root-ca.crt");
        assertThat(there.size() - acknowledged.size()).isBetween(0, WRITERS * (round + 1));
      }
    }
  }

  @Test
  void aFullDiskStopsWritesAndLosesNothing() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    Process child = child("ulimit -f 200; exec \"$@\"");
    try (BufferedReader out = child.inputReader()) {
      try (LabClient client = client(firstAddress(out))) {
        LabClient.Answer answer = client.createMap("m0", "x");
        while (answer.status() == 201) {
          acknowledged.add("m" + acknowledged.size());
          answer = client.createMap("m" + acknowledged.size(), "x".repeat(500));
        }
        for (LabClient.Answer each : List.of(answer, client.createMap("later", "x"))) {
          assertThat(each.status()).isEqualTo(500);
          assertThat(each.reason()).isEqualTo("InternalError");
          assertThat(each.message()).contains("takes no further writes").contains("File too large");
        }
        assertThat(names(client)).containsExactlyInAnyOrderElementsOf(acknowledged);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    try (LabServer lab = Labs.started(LabSettings.DEFAULTS.withDataDirectory(directory));
        LabClient client = new LabClient(lab)) {
      assertThat(names(client)).containsAll(acknowledged);
      assertThat(client.createMap("later", "x").status()).isEqualTo(201);
    }
  }

  private static List<String> names(LabClient client) {
    List<String> names = new ArrayList<>();
    client
        .get("/api/v1/namespaces/default/configmaps")
        .json()
        .path("items")
        .forEach(each -> names.add(each.path("metadata").path("name").asText()));
    names.remove("kube-root-ca.crt");
    return names;
  }

  /** A lab in a process of its own, which a shell begins as the script says. */
  private Process child(String script) throws IOException {
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            script,
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            ByHand.class.getName(),
            directory.resolve("kubeconfig").toString(),
            "0",
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private LabClient client(String address) throws IOException {
    return new LabClient(
        address,
        Files.readString(directory.resolve("token")).strip(),
        Files.readString(directory.resolve("authority.crt")),
        HttpClient.Version.HTTP_2);
  }

  private void writeUntilKilled(String round, Map<String, Long> acknowledged) throws Exception {
    Process child = child("exec \"$@\"");
    try (BufferedReader out = child.inputReader()) {
      String address = firstAddress(out);
      Semaphore answers = new Semaphore(0);
      List<Thread> writers = new ArrayList<>();
      for (int each = 0; each < WRITERS; each++) {
        String prefix = round + "-" + each + "-";
        writers.add(Thread.ofPlatform().start(() -> write(address, prefix, acknowledged, answers)));
      }
      answers.acquire(ACKNOWLEDGED_BEFORE_KILL);
      child.destroyForcibly().waitFor();
      for (Thread each : writers) {
        each.join();
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static String firstAddress(BufferedReader out) throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith("https://")) {
      line = out.readLine();
    }
    assertThat(line).as("the child's address").isNotNull();
    return line;
  }

  /** Creates and updates until the server is gone. */
  private void write(
      String address, String prefix, Map<String, Long> acknowledged, Semaphore answers) {
    try (LabClient client = client(address)) {
      for (int each = 0; ; each++) {
        String name = prefix + each;
        LabClient.Answer created = client.createMap(name, "x");
        if (each % 2 == 1) {
          created =
              client.put("/api/v1/namespaces/default/configmaps/" + name, LabClient.map(name, "y"));
        }
        acknowledged.put(name, Long.valueOf(created.revision()));
        answers.release();
      }
    } catch (IOException | UncheckedIOException gone) {
      assertThat(gone).isNotNull();
    }
  }
}
