package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.coordination.shard.Move;
import dev.picket.server.FakeShardGroup;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** {@code picket drain}, against a server. */
@Timeout(60)
final class DrainCommandTest {

  private final FakeShardGroup group = new FakeShardGroup(16, "picket-a", "picket-b");
  private final GroupServer server = new GroupServer(group);

  @AfterEach
  void close() {
    server.close();
  }

  private Status statusOfB() {
    return group.view().members().get(1).status();
  }

  @Test
  void drainIsAskedForAndTakenBack() {
    GroupServer.Printed drained = server.run("drain", "picket-b");
    assertThat(drained.exitCode()).isZero();
    assertThat(drained.out())
        .isEqualTo("picket-b is being drained. To take it back: picket drain picket-b --undo\n");
    assertThat(statusOfB()).isEqualTo(Status.DRAINED);

    GroupServer.Printed undone = server.run("drain", "picket-b", "--undo");
    assertThat(undone.out()).isEqualTo("picket-b may have partitions again.\n");
    assertThat(statusOfB()).isEqualTo(Status.ACTIVE);
  }

  /** A command that waits, in its own thread, and what it prints. */
  private CompletableFuture<Integer> waiting(PipedWriter writer, StringWriter err) {
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() ->
            exitCode.complete(
                server.run(
                    new PrintWriter(writer, true),
                    new PrintWriter(err, true),
                    "drain",
                    "picket-b",
                    "--wait")));
    return exitCode;
  }

  @Test
  void waitingSaysWhatIsLeftUntilNothingIs() throws Exception {
    try (PipedWriter writer = new PipedWriter();
        BufferedReader printed = new BufferedReader(new PipedReader(writer))) {
      CompletableFuture<Integer> exitCode = waiting(writer, new StringWriter());
      assertThat(printed.readLine()).startsWith("picket-b is being drained.");
      assertThat(printed.readLine()).isEqualTo("  8 partitions left");

      group.give(8, 14, "picket-a", Move.Reason.DRAINED, FakeShardGroup.MADE);
      assertThat(printed.readLine()).isEqualTo("  1 partition left");

      group.give(15, 15, "picket-a", Move.Reason.DRAINED, FakeShardGroup.MADE);
      assertThat(printed.readLine()).isEqualTo("picket-b owns no partitions.");
      assertThat(exitCode.get(20, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void drainThatSomebodyTakesBackIsNotWaitedFor() throws Exception {
    StringWriter err = new StringWriter();
    try (PipedWriter writer = new PipedWriter();
        BufferedReader printed = new BufferedReader(new PipedReader(writer))) {
      CompletableFuture<Integer> exitCode = waiting(writer, err);
      printed.readLine();
      assertThat(printed.readLine()).isEqualTo("  8 partitions left");
      group.give(8, 9, "picket-a", Move.Reason.DRAINED, FakeShardGroup.MADE);
      assertThat(printed.readLine()).isEqualTo("  6 partitions left");

      group.drain("picket-b", false);

      assertThat(exitCode.get(20, TimeUnit.SECONDS)).isEqualTo(Main.EXIT_BAD_INPUT);
      assertThat(err.toString()).contains("somebody took the drain of picket-b back");
    }
  }

  @Test
  void waitingEndsInTime() {
    GroupServer.Printed printed = server.run("drain", "picket-b", "--wait", "--timeout", "1s");

    assertThat(printed.exitCode()).isEqualTo(Main.EXIT_UNAVAILABLE);
    assertThat(printed.err())
        .contains("picket-b still owns 8 partitions after 1s; the drain goes on")
        .contains("picket shards");
  }

  @Test
  void memberThatOwnsNothingIsNotWaitedFor() {
    group.join("picket-c");

    assertThat(server.run("drain", "picket-c", "--wait").out())
        .endsWith("picket-c owns no partitions.\n");
  }

  @Test
  void unknownMemberIsSaidInTheServersWords() {
    GroupServer.Printed printed = server.run("drain", "picket-z");

    assertThat(printed.exitCode()).isEqualTo(Main.EXIT_BAD_INPUT);
    assertThat(printed.err()).contains("no member picket-z").contains("picket-a, picket-b");
    assertThat(server.run("drain", "picket").err()).contains("More than one member begins with");
  }

  @Test
  void leasesThatAreAwayAreSaidWithWhatToDo() {
    group.unreachable("add verb update for leases");

    GroupServer.Printed printed = server.run("drain", "picket-b");

    assertThat(printed.exitCode()).isEqualTo(Main.EXIT_UNAVAILABLE);
    assertThat(printed.err()).contains("add verb update for leases");
  }

  @Test
  void undoIsNotWaitedFor() {
    GroupServer.Printed printed = server.run("drain", "picket-b", "--undo", "--wait");

    assertThat(printed.exitCode()).isEqualTo(Main.EXIT_BAD_INPUT);
    assertThat(printed.err()).contains("nothing to wait for");
  }

  @Test
  void wrongTimeoutIsSaidWithWhatIsExpected() {
    GroupServer.Printed printed = server.run("drain", "picket-b", "--wait", "--timeout", "soon");

    assertThat(printed.exitCode()).isEqualTo(Main.EXIT_BAD_INPUT);
    assertThat(printed.err()).contains("--timeout").contains("'soon'").contains("90s, 5m or 1h");
    assertThat(statusOfB()).isEqualTo(Status.ACTIVE);
  }

  @ParameterizedTest
  @CsvSource({"90s, PT1M30S, 90s", "5m, PT5M, 5m", "1h, PT1H, 1h", "120s, PT2M, 2m"})
  void lengthsOfTimeAreReadAsPeopleWriteThem(String text, Duration read, String shortest)
      throws TypeConversionException {
    assertThat(new DurationConverter().convert(text)).isEqualTo(read);
    assertThat(DurationConverter.text(read)).isEqualTo(shortest);
  }
}
