package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where {@code picket up --replicas} lets them listen. */
final class ReplicaPortsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 8080, '--replicas: got 0; expected 1 to 9'",
    "10, 8080, '--replicas: got 10; expected 1 to 9'",
    "3, 0, '--port: got 0; expected 1 to 65533: replicas listen on this port and those after it'",
    "3, 65534, '--port: got 65534; expected 1 to 65533'",
  })
  void whatCannotBeIsRefusedByItsOption(
      String replicas, String port, String message, @TempDir Path folder) {
    CommandRun run =
        CommandRun.of(
            "up", "--replicas", replicas, "--port", port, "--data-dir", folder.toString());
    assertThat(run.err()).contains(message);
    assertThat(run.exitCode()).isEqualTo(Main.EXIT_BAD_INPUT);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void addressesFollowOneAnother() {
    ReplicaPorts ports = new ReplicaPorts("0.0.0.0", 9000, 3);
    assertThat(ports.address(0)).isEqualTo("http://localhost:9000");
    assertThat(ports.address(2)).isEqualTo("http://localhost:9002");
    assertThat(new ReplicaPorts("::1", 9000, 1).address(0)).isEqualTo("http://[::1]:9000");
  }
}
