package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code picket lab start} as a process, reached by the kubeconfig that it prints. */
final class LabIT {

  @TempDir private Path folder;

  @Test
  void everythingIsThereAfterAKill() {
    Path kubeconfig = folder.resolve("lab-data/kubeconfig");
    JsonNode before;
    try (PicketProcess picket = PicketProcess.lab(folder, "--data-dir", "lab-data")) {
      assertThat(picket.output()).contains("export KUBECONFIG=" + kubeconfig);
      try (Cluster cluster = new Cluster(kubeconfig)) {
        cluster.prepareForReports();
        cluster.create(Cluster.REPORTS, Cluster.example("trivy-vulnerabilityreport.yaml"));
        before = cluster.read(Cluster.REPORTS);
        assertThat(before.path("items")).hasSize(1);
      }
      picket.killNine();
    }
    // The client keeps the kubeconfig of before: address, authority and token are the same.
    try (Cluster cluster = new Cluster(kubeconfig);
        PicketProcess again = PicketProcess.lab(folder, "--data-dir", "lab-data")) {
      assertThat(cluster.read(Cluster.REPORTS).path("items")).isEqualTo(before.path("items"));
      assertThat(names(cluster.read("/api/v1/nodes"))).hasSize(1);
      assertThat(again.terminate()).isEqualTo(143);
    }
  }

  @Test
  void inMemoryItLeavesNothingBehind() throws IOException {
    Path kubeconfig = folder.resolve("picket-lab.kubeconfig");
    try (PicketProcess picket = PicketProcess.lab(folder, "--no-shard-selector")) {
      assertThat(picket.output()).contains("kubeconfig  " + kubeconfig).contains("in memory only");
      try (Cluster cluster = new Cluster(kubeconfig)) {
        cluster.createNamespace("shop");
        assertThat(names(cluster.read("/api/v1/namespaces?shardSelector=ignored")))
            .contains("shop", "default");
      }
      assertThat(picket.terminate()).isEqualTo(143);
    }
    assertThat(Files.exists(kubeconfig)).isFalse();
  }

  @Test
  void aKubeconfigOfSomethingElseIsLeftAlone() throws IOException {
    Path other = Files.writeString(folder.resolve("config"), "current-context: production\n");
    CommandRun run = CommandRun.of("lab", "start", "--kubeconfig", other.toString());
    assertThat(run.exitCode()).isEqualTo(Main.EXIT_BAD_INPUT);
    assertThat(run.err()).contains("which is not of a lab");
    assertThat(Files.readString(other)).isEqualTo("current-context: production\n");
  }

  @Test
  void aDirectoryThatAnotherLabHasIsRefused() {
    try (PicketProcess picket = PicketProcess.lab(folder, "--data-dir", "lab-data")) {
      assertThat(picket.output()).contains("is ready");
      CommandRun run =
          CommandRun.of("lab", "start", "--data-dir", folder.resolve("lab-data").toString());
      assertThat(run.exitCode()).isEqualTo(Main.EXIT_UNAVAILABLE);
      assertThat(run.err()).contains("another lab has this directory");
    }
  }

  @Test
  void wrongPortsAreRefusedAndHelpTeaches() {
    CommandRun run = CommandRun.of("lab", "start", "--port", "70000");
    assertThat(run.exitCode()).isEqualTo(Main.EXIT_BAD_INPUT);
    assertThat(run.err()).contains("--port: found 70000, expected 0 to 65535");
    assertThat(CommandRun.of("lab", "start", "--help").out())
        .contains("--data-dir", "--no-shard-selector", "export KUBECONFIG=");
    assertThat(CommandRun.of("lab").out()).contains("start");
  }

  private static List<String> names(JsonNode list) {
    return StreamSupport.stream(list.path("items").spliterator(), false)
        .map(each -> each.path("metadata").path("name").asText())
        .toList();
  }
}
