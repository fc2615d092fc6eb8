package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.coordination.shard.Move;
import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.ShardMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShardMapJsonTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void neighboursThatAreAlikeShareALine() throws Exception {
    ShardMap map =
        new ShardMap(
            "5f1c",
            88120,
            List.of(
                new Ownership.Owned("a", 3, 7),
                new Ownership.Owned("a", 3, 7),
                new Ownership.Draining("a", 3, "b", 9),
                new Ownership.Orphaned(0, 0)),
            List.of(new Move(NOON, Move.Reason.BALANCED, "a", "b", 1)));
    String text = ShardMapJson.write(map);
    assertThat(text)
        .isEqualTo(
            """
            {"format":1,"lineage":"5f1c","base":88120,"partitions":4,
            "entries":[
            {"range":"0-1","owner":"a","epoch":3,"since":7},
            {"range":"2","owner":"a","next":"b","epoch":3,"since":9},
            {"range":"3","owner":null,"epoch":0,"since":0}],
            "moves":[
            {"at":"2026-11-25T12:00:00Z","reason":"BALANCED","from":"a","to":"b","partitions":1}]}
            """);
    assertThat(ShardMapJson.read(text)).isEqualTo(map);
  }

  @Test
  void theLargestMapFitsInAConfigMap() throws Exception {
    String name = "p".repeat(63) + "_" + "0".repeat(8); // A pod's hostname, and an incarnation.
    List<Ownership> entries =
        IntStream.range(0, ShardMapJson.PARTITIONS_MAX)
            .<Ownership>mapToObj(
                partition -> new Ownership.Draining(name, 1_000_000_000_000L, name, partition))
            .toList();
    Move move = new Move(NOON.plusNanos(1), Move.Reason.BALANCED, name, name, 4096);
    ShardMap map =
        new ShardMap(name, Long.MAX_VALUE, entries, Collections.nCopies(ShardMap.MOVES_MAX, move));
    String text = ShardMapJson.write(map);
    assertThat(text.getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(KubeShardMapStore.LENGTH_MAX);
    assertThat(ShardMapJson.read(text)).isEqualTo(map);
  }

  @Test
  void whatIsNoMapSaysWhy() {
    assertUnreadable("text", "it is no JSON");
    assertUnreadable("{", "it is no JSON");
    assertUnreadable("[]", "its format is 0, expected 1");
    assertUnreadable("{\"format\":2}", "its format is 2, expected 1");
    assertUnreadable("{\"format\":1,\"partitions\":4}", "entries for 0 partitions, expected 4");
    assertUnreadable(entries("0-x"), "it makes no sense");
    assertUnreadable(entries("1"), "its entries go on with \"1\", expected partition 0");
    assertUnreadable(entries("0-4096"), "expected partition 0");
    assertUnreadable(entries("0-1") + "}", "entries for 2 partitions, expected 4");
  }

  private static String entries(String range) {
    return "{\"format\":1,\"partitions\":4,\"entries\":[{\"range\":\"" + range + "\"}]}";
  }

  private static void assertUnreadable(String text, String problem) {
    assertThatThrownBy(() -> ShardMapJson.read(text))
        .isInstanceOf(ShardMapJson.UnreadableException.class)
        .hasMessageContaining(problem);
  }
}
