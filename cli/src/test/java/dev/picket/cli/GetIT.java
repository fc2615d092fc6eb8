package dev.picket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code picket get observations}, against a server. */
final class GetIT {

  @Test
  void watchingPrintsEachChange(@TempDir Path folder) throws IOException {
    try (PicketProcess picket = PicketProcess.up(folder)) {
      Process watch = get(folder, picket.address(), "--watch");
      try (BufferedReader printed = watch.inputReader()) {
        assertThat(printed.readLine()).isEqualTo("No Observations.");
        picket.post("/ingest/falco", Reports.falco("web-0"));
        assertThat(printed.readLine()).startsWith("ID ");
        assertThat(printed.readLine()).contains("open        1").contains("Pod/web-0");
        picket.post("/ingest/falco", Reports.falco("web-0"));
        assertThat(printed.readLine()).contains("open        2").contains("Pod/web-0");
      } finally {
        watch.destroyForcibly();
      }
    }
  }

  @Test
  void whatTheServerDoesNotAcceptIsSaidInItsWords(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (PicketProcess picket = PicketProcess.up(folder)) {
      Process wrong = get(folder, picket.address(), "--severity", "bad");
      assertThat(new String(wrong.getErrorStream().readAllBytes(), UTF_8))
          .contains("severity: got 'bad'; expected info, low, medium, high or critical");
      assertThat(wrong.waitFor()).isEqualTo(Main.EXIT_BAD_INPUT);
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidWithWhatToDo(@TempDir Path folder)
      throws IOException, InterruptedException {
    Process lost = get(folder, "http://localhost:1");
    assertThat(new String(lost.getErrorStream().readAllBytes(), UTF_8))
        .contains("nothing answers at http://localhost:1")
        .contains("picket up");
    assertThat(lost.waitFor()).isEqualTo(Main.EXIT_UNAVAILABLE);
  }

  private static Process get(Path folder, String server, String... options) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            PicketProcess.script(folder).toString(), "get", "observations", "--server", server);
    builder.command().addAll(List.of(options));
    return builder.start();
  }
}
