package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.coordination.shard.Move;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see of a shard group, and do to it. */
@Timeout(60)
final class ShardRoutesTest {

  private static final String SHARDS = "/api/v1/shards";
  private static final String DRAIN_B = SHARDS + "/members/picket-b/drain";

  private final FakeShardGroup group = new FakeShardGroup(16, "picket-a", "picket-b");
  private final TestServer server = new TestServer(TestServer.QUICK, group);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void groupIsShownWithItsMembers() {
    JsonNode shards = server.json(SHARDS);

    assertThat(shards.path("group").textValue()).isEqualTo("shop/picket");
    assertThat(shards.path("pool").textValue()).isEqualTo("uid");
    assertThat(shards.path("partitions").intValue()).isEqualTo(16);
    assertThat(shards.path("coordinator").textValue()).isEqualTo("picket-a");
    assertThat(shards.path("self").textValue()).isEqualTo("picket-a");
    assertThat(shards.path("open").textValue()).isEqualTo("0-7");
    assertThat(shards.path("members").path(1))
        .hasToString(
            """
            {"id":"picket-b","address":"http://picket-b.picket:8080","status":"active",\
            "joinedAt":"2026-11-22T11:00:00Z","silentForSeconds":1,"owned":8,"draining":0,\
            "incoming":0,"ranges":"8-15"}\
            """);
  }

  @Test
  void partitionsAreToldByRuns() {
    group.hand(0, 1, "picket-b");
    group.orphan(7, 7);

    JsonNode shards = server.json(SHARDS);

    assertThat(shards.path("runs"))
        .extracting(JsonNode::toString)
        .containsExactly(
            run(0, 1, "draining", "picket-a", "picket-b"),
            run(2, 6, "owned", "picket-a", ""),
            run(7, 7, "orphaned", "", ""),
            run(8, 15, "owned", "picket-b", ""));
    assertThat(shards.path("members").path(0).toString())
        .contains("\"owned\":5,\"draining\":2,\"incoming\":0,\"ranges\":\"0-6\"");
    assertThat(shards.path("members").path(1).path("incoming").intValue()).isEqualTo(2);
  }

  private static String run(int from, int to, String state, String owner, String next) {
    return "{\"from\":%d,\"to\":%d,\"state\":\"%s\",\"owner\":\"%s\",\"next\":\"%s\",\"epoch\":1}"
        .formatted(from, to, state, owner, next);
  }

  @Test
  void lastMoveComesFirstAndItsEpochIsNewer() {
    group.give(
        0, 3, "picket-b", Move.Reason.BALANCED, FakeShardGroup.MADE.plus(Duration.ofHours(1)));

    JsonNode shards = server.json(SHARDS);

    assertThat(shards.path("moves").path(0))
        .hasToString(
            """
            {"at":"2026-11-22T12:00:00Z","reason":"balanced","from":"picket-a","to":"picket-b",\
            "partitions":4}\
            """);
    assertThat(shards.path("moves").path(1).path("reason").textValue()).isEqualTo("created");
    assertThat(shards.path("runs").path(0).path("epoch").intValue()).isEqualTo(2);
  }

  @Test
  void groupWithoutAMapHasMembersAndNothingElse() {
    group.loseMap();
    group.loseCoordinator();
    group.problem("no Lease yet");

    JsonNode shards = server.json(SHARDS);

    assertThat(shards.path("partitions").intValue()).isZero();
    assertThat(shards.path("revision").intValue()).isZero();
    assertThat(shards.path("runs")).isEmpty();
    assertThat(shards.path("moves")).isEmpty();
    assertThat(shards.path("problem").textValue()).isEqualTo("no Lease yet");
    assertThat(shards.path("members")).hasSize(2);
  }

  @Test
  void drainIsAskedForAndTakenBack() {
    assertThat(server.post(DRAIN_B, "").body())
        .isEqualTo("{\"member\":\"picket-b\",\"drained\":true}");
    assertThat(status()).isEqualTo("drained");

    assertThat(server.delete(DRAIN_B).body())
        .isEqualTo("{\"member\":\"picket-b\",\"drained\":false}");
    assertThat(status()).isEqualTo("active");
  }

  private String status() {
    return server.json(SHARDS).path("members").path(1).path("status").textValue();
  }

  @Test
  void memberMayBeNamedByItsBeginning() {
    group.join("other-c");

    assertThat(server.post(SHARDS + "/members/other/drain", "{}").body()).contains("other-c");
  }

  @Test
  void unknownMemberIsToldWhichThereAre() {
    HttpResponse<String> response = server.post(SHARDS + "/members/picket-z/drain", "");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(TestServer.json(response).path("detail").textValue())
        .isEqualTo(
            "There is no member picket-z. Expected one of picket-a, picket-b, or the beginning of"
                + " one.");
  }

  @Test
  void ambiguousMemberIsToldWhichBeginSo() {
    HttpResponse<String> response = server.delete(SHARDS + "/members/picket/drain");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(TestServer.json(response).path("detail").textValue())
        .isEqualTo("More than one member begins with picket: picket-a, picket-b. Give more of it.");
  }

  @Test
  void leasesThatCannotBeReachedAreSaidWithWhatToDo() {
    group.unreachable("the API server answers 403; add verb update for leases");

    HttpResponse<String> response = server.post(DRAIN_B, "");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("5");
    assertThat(TestServer.json(response).path("detail").textValue())
        .contains("add verb update for leases");
    assertThat(status()).isEqualTo("active");
  }

  @Test
  void pageOfAnotherSiteDrainsNothing() {
    assertThat(server.post(DRAIN_B, "", "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(server.delete(DRAIN_B, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(status()).isEqualTo("active");
  }

  @Test
  void drainTakesNoMembersAndOtherMethodsMeanNothing() {
    assertThat(server.post(DRAIN_B, "{\"reason\":\"x\"}").statusCode()).isEqualTo(400);
    HttpResponse<String> wrong = server.get(DRAIN_B);
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("POST, DELETE");
    assertThat(server.get(SHARDS + "?colour=red").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/stream", "/members/picket-a/drain"})
  void serverThatRunsAloneSaysHowToGetAGroup(String path) {
    try (TestServer alone = new TestServer()) {
      HttpResponse<String> response =
          path.endsWith("drain") ? alone.post(SHARDS + path, "") : alone.get(SHARDS + path);

      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(TestServer.json(response).path("detail").textValue())
          .contains("picket up --replicas 3")
          .contains("picket server");
    }
  }

  @Test
  void streamTellsTheGroupAtOnceAndWhenItChanges() throws IOException {
    try (EventStream stream = EventStream.open(server, SHARDS + "/stream")) {
      assertThat(TestServer.JSON.readTree(stream.next().data())).isEqualTo(server.json(SHARDS));

      group.become("picket-b", Status.LEAVING);
      assertThat(stream.next(event -> event.data().contains("leaving")).type()).isEqualTo("shards");

      group.silence("picket-b", Duration.ofSeconds(12));
      stream.next(event -> event.data().contains("\"silentForSeconds\":12"));
    }
  }

  @Test
  void groupInWhichNothingHappensIsToldOnceAndThenLives() {
    try (EventStream stream = EventStream.open(server, SHARDS + "/stream")) {
      stream.next();
      stream.next(event -> event.type().isEmpty());
      Predicate<EventStream.Event> told = event -> event.type().equals("shards");
      group.join("picket-c");

      assertThat(stream.next(told).data()).contains("picket-c");
    }
  }

  @Test
  void openStreamsAreCountedAndEndWithTheServer() {
    try (EventStream stream = EventStream.open(server, SHARDS + "/stream")) {
      stream.next();
      assertThat(server.get("/metrics").body()).contains("picket_event_streams 1.0");

      server.server.close();

      assertThat(stream.ends()).isTrue();
    }
  }

  @Test
  void ownershipIsShownAsMetrics() {
    group.hand(0, 1, "picket-b");
    group.orphan(15, 15);

    assertThat(server.get("/metrics").body().lines())
        .contains(
            "picket_shard_partitions{state=\"owned\"} 6.0",
            "picket_shard_partitions{state=\"draining\"} 2.0",
            "picket_shard_partitions{state=\"open\"} 6.0",
            "picket_shard_members 2.0",
            "picket_shard_coordinator 1.0",
            "picket_shard_map_revision 3.0",
            "picket_shard_orphaned_partitions 1.0");
  }

  @Test
  void serverThatRunsAloneHasNoMetricsOfAGroup() {
    try (TestServer alone = new TestServer()) {
      assertThat(alone.get("/metrics").body()).doesNotContain("picket_shard_");
    }
  }
}
