package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code picket up --replicas} ends, and when it does not begin. */
final class ReplicasEndIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void aSigtermEndsAllInOrderAndLeavesNothingRunning(@TempDir Path folder) {
    try (RunningReplicas replicas = new RunningReplicas(folder, 2)) {
      List<ProcessHandle> processes = replicas.picket().descendants();
      assertThat(processes).hasSizeGreaterThan(2);
      assertThat(replicas.picket().terminate()).isEqualTo(143);
      assertThat(processes).noneMatch(ProcessHandle::isAlive);
      assertThat(replicas.picket().output())
          .doesNotContain("Exception", "killed", "WARN  ShardMember");
    }
  }

  @Test
  void aKillOfTheParentLeavesNothingRunningEither(@TempDir Path folder) {
    try (RunningReplicas replicas = new RunningReplicas(folder, 2)) {
      List<ProcessHandle> processes = replicas.picket().descendants();
      replicas.picket().killNine();
      for (ProcessHandle process : processes) {
        assertThat(process.onExit()).succeedsWithin(LIMIT);
      }
    }
  }

  @Test
  void aPortThatOneOfThemCannotHaveIsSaidAndEndsAll(@TempDir Path folder) throws IOException {
    int first = PicketProcess.freePorts(2);
    try (ServerSocket _ = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress())) {
      PicketProcess picket = PicketProcess.startUp(folder, first, "--replicas", "2");
      assertThat(picket.exitCode()).isEqualTo(Main.EXIT_UNAVAILABLE);
      assertThat(picket.output())
          .contains("picket-2: picket: cannot listen on 127.0.0.1:" + (first + 1))
          .contains("picket: picket-2 ended with exit code 69 before it was ready");
      assertThat(picket.descendants()).isEmpty();
    }
  }
}
