package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.coordination.shard.Move;
import dev.picket.server.FakeShardGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code picket shards}, against a server. */
@Timeout(60)
final class ShardsCommandTest {

  private final FakeShardGroup group = new FakeShardGroup(16, "picket-a", "picket-b");
  private final GroupServer server = new GroupServer(group);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void membersAndMovesAreListed() {
    group.give(
        6, 7, "picket-b", Move.Reason.BALANCED, FakeShardGroup.MADE.plus(Duration.ofHours(1)));
    group.hand(0, 1, "picket-b");

    assertThat(server.run("shards").out())
        .isEqualTo(
            """
            shop/picket: 16 partitions by uid, map revision 3

            ID            STATUS   PARTITIONS  RANGES        ADDRESS                      COORDINATOR  SILENT
            picket-a      active   6 -2        0-5           http://picket-a.picket:8080  yes          0s
            picket-b      active   10 +2       6-15          http://picket-b.picket:8080               1s

            LAST MOVES
            2026-11-22T12:00:00Z  balanced  2 partitions from picket-a to picket-b
            2026-11-22T11:00:00Z  created   16 partitions to picket-a
            """);
  }

  @Test
  void whatIsWrongIsSaid() {
    group.loseCoordinator();
    group.orphan(8, 12);
    group.vanish("picket-b");
    group.problem("the API server does not answer\u001b[2J");

    assertThat(server.run("shards").out())
        .contains("does not take part: the API server does not answer?[2J")
        .contains("Nobody coordinates")
        .contains("3 partitions still of picket-b, which is gone.")
        .contains("5 partitions have no owner.");
  }

  @Test
  void programsReadTheWholeGroup() throws IOException {
    JsonNode json = new ObjectMapper().readTree(server.run("shards", "-o", "json").out());
    JsonNode yaml = new YAMLMapper().readTree(server.run("shards", "-o", "yaml").out());

    assertThat(json.path("members")).hasSize(2);
    assertThat(yaml.path("runs").path(1).path("from").asInt()).isEqualTo(8);
  }

  @Test
  void watchingPrintsWhatChanges() throws Exception {
    StringWriter err = new StringWriter();
    try (PipedWriter writer = new PipedWriter();
        BufferedReader printed = new BufferedReader(new PipedReader(writer))) {
      Thread watch =
          Thread.ofVirtual()
              .start(() ->
                  server.run(
                      new PrintWriter(writer, true), new PrintWriter(err, true), "shards", "-w"));
      assertThat(next(printed, "LAST MOVES")).isNotEmpty();
      next(printed, "created");

      group.silence("picket-b", Duration.ofSeconds(9));
      group.become("picket-b", Status.LEAVING);
      assertThat(printed.readLine()).startsWith("picket-b      leaving  8 ").endsWith("9s");
      group.give(
          8, 15, "picket-a", Move.Reason.LEAVING, FakeShardGroup.MADE.plus(Duration.ofHours(1)));
      next(printed, "picket-a      active   16 ");
      next(printed, "picket-b      leaving  0 ");
      assertThat(printed.readLine())
          .isEqualTo("2026-11-22T12:00:00Z  leaving   8 partitions from picket-b to picket-a");
      group.vanish("picket-b");
      assertThat(printed.readLine()).isEqualTo("picket-b      gone");

      server.close();
      assertThat(watch.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  /** The next line that begins so, or holds it. */
  private static String next(BufferedReader printed, String wanted) throws IOException {
    String line = printed.readLine();
    while (line != null && !line.contains(wanted)) {
      line = printed.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void serverThatRunsAloneSaysHowToGetAGroup() {
    try (GroupServer alone = new GroupServer(null)) {
      GroupServer.Printed printed = alone.run("shards");

      assertThat(printed.exitCode()).isEqualTo(Main.EXIT_BAD_INPUT);
      assertThat(printed.err()).contains("picket up --replicas 3");
    }
  }

  @Test
  void groupWithoutAMapHasNothingMoved() {
    group.loseMap();

    assertThat(server.run("shards").out())
        .contains("shop/picket: 0 partitions")
        .contains("Nothing has moved yet.");
  }
}
