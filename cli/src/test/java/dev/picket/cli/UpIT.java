package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code picket up}, whole. */
final class UpIT {

  private static final Path FALCO = Repository.root().resolve("examples/falco.json");

  @Test
  void aReportSentTwiceIsOneObservationWithCountTwoAlsoAfterARestart(@TempDir Path folder)
      throws IOException {
    try (PicketProcess picket = PicketProcess.up(folder)) {
      assertThat(picket.post("/ingest/falco", Files.readString(FALCO)).statusCode()).isEqualTo(200);
      assertThat(picket.post("/ingest/falco", Files.readString(FALCO)).statusCode()).isEqualTo(200);
      assertThat(picket.get("/api/v1/observations").body()).contains("\"count\":2");
      assertThat(picket.books("falco")).isEqualTo(new Books(2, 1, 1, 0, 0, 0));
      assertThat(picket.terminate()).isEqualTo(143);
    }
    try (PicketProcess again = PicketProcess.up(folder)) {
      assertThat(again.get("/api/v1/observations").body()).contains("\"count\":2");
    }
  }

  @Test
  void aGzippedBodyIsTaken(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      Files.copy(FALCO, gzip);
    }
    try (PicketProcess picket = PicketProcess.up(folder)) {
      HttpResponse<String> answer = picket.postGzip("/ingest/falco", packed.toByteArray());
      assertThat(answer.body()).contains("\"stored\":1");
    }
  }

  @Test
  void itSaysWhereEverythingIs(@TempDir Path folder) {
    try (PicketProcess picket = PicketProcess.up(folder)) {
      assertThat(picket.output())
          .contains(picket.address() + "/")
          .contains("/ingest/falco")
          .contains("/ingest/audit")
          .contains(folder.resolve("data").toString())
          .contains("curl ");
    }
  }

  @Test
  void aServerThatRunsAloneHasNoShardsAndSaysHowToGetSome(@TempDir Path folder) {
    try (PicketProcess picket = PicketProcess.up(folder)) {
      HttpResponse<String> answer = picket.get("/api/v1/shards");
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("picket up --replicas 3");
    }
  }

  @Test
  void aConfigurationWithAnUnknownKeyIsRefusedByPlace(@TempDir Path folder) throws IOException {
    Path config = folder.resolve("picket.yaml");
    Files.writeString(
        config,
        """
        ingesters:
          - name: falco
            format: falco
            bodyLimt: 1MiB
        """);
    assertThatThrownBy(() -> PicketProcess.up(folder, "--config", config.toString()))
        .hasMessageContaining("picket.yaml:4")
        .hasMessageContaining("bodyLimt")
        .hasMessageContaining("bodyLimit");
  }

  @Test
  void aPortThatIsTakenIsSaidByNumber(@TempDir Path folder, @TempDir Path other) {
    try (PicketProcess first = PicketProcess.up(folder)) {
      PicketProcess second = PicketProcess.startUp(other, first.port());
      assertThat(second.exitCode()).isEqualTo(Main.EXIT_UNAVAILABLE);
      assertThat(second.output()).contains(":" + first.port() + ": the port is taken");
    }
  }

  @Test
  void aDataDirectoryInUseIsNotSharedWithASecondPicket(@TempDir Path folder) {
    try (PicketProcess first = PicketProcess.up(folder)) {
      assertThatThrownBy(() -> PicketProcess.up(folder))
          .hasMessageContaining(folder.resolve("data").toString());
      HttpResponse<String> ready = first.get("/readyz");
      assertThat(ready.statusCode()).isEqualTo(200);
    }
  }
}
