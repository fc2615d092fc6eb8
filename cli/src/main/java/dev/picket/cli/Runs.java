package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** What a shard group's JSON says of partitions and how they moved. */
final class Runs {

  private Runs() {}

  /** How many partitions nobody owns. */
  static int orphaned(JsonNode shards) {
    return sum(shards, run -> run.path("state").asText().equals("orphaned"));
  }

  /** How many partitions a member owns, to stay or to be let go. */
  static int heldBy(JsonNode shards, String member) {
    return sum(shards, run -> run.path("owner").asText().equals(member));
  }

  /** The owners that are no members any more. */
  static Set<String> gone(JsonNode shards) {
    Set<String> owners = new TreeSet<>();
    shards.path("runs").forEach(run -> owners.add(run.path("owner").asText()));
    owners.remove("");
    shards.path("members").forEach(member -> owners.remove(member.path("id").asText()));
    return owners;
  }

  private static int sum(JsonNode shards, Predicate<JsonNode> wanted) {
    return StreamSupport.stream(shards.path("runs").spliterator(), false)
        .filter(wanted)
        .mapToInt(run -> run.path("to").asInt() - run.path("from").asInt() + 1)
        .sum();
  }

  static String count(int partitions) {
    return partitions + (partitions == 1 ? " partition" : " partitions");
  }

  /** The last moves as lines, the latest first. */
  static List<String> moves(JsonNode shards) {
    return StreamSupport.stream(shards.path("moves").spliterator(), false).map(Runs::move).toList();
  }

  private static String move(JsonNode move) {
    String from = move.path("from").asText();
    String to = move.path("to").asText();
    String line =
        String.format(
            Locale.ROOT,
            "%-20.20s  %-8s  %s%s to %s",
            move.path("at").asText().replaceFirst("\\.\\d+Z$", "Z"),
            move.path("reason").asText(),
            count(move.path("partitions").asInt()),
            from.isEmpty() ? "" : " from " + from,
            to.isEmpty() ? "nobody" : to);
    return Table.printable(line);
  }
}
