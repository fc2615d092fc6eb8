package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints a shard group for people: its members, then what moved. */
final class ShardsTable implements ShardsPrinter {

  private static final int RANGES_CHARS = 40;

  private final PrintWriter out;
  private final Table members;
  private final Map<String, List<String>> rows = new HashMap<>();
  private List<String> moves = List.of();
  private String troubles = "";
  private boolean printed;

  ShardsTable(PrintWriter out) {
    this.out = out;
    this.members =
        new Table(
            out,
            List.of("ID", "STATUS", "PARTITIONS", "RANGES", "ADDRESS", "COORDINATOR", "SILENT"),
            List.of(12, 7, 10, 12, 21, 11, 6));
  }

  @Override
  public void print(JsonNode shards) {
    if (!printed) {
      out.printf(
          "%s: %d partitions by %s, map revision %d%n%n",
          Table.printable(shards.path("group").asText()),
          shards.path("partitions").asInt(),
          shards.path("pool").asText(),
          shards.path("revision").asLong());
    }
    printMembers(shards);
    printTroubles(shards);
    printMoves(shards);
    printed = true;
    out.flush();
  }

  private void printMembers(JsonNode shards) {
    String coordinator = shards.path("coordinator").asText();
    Map<String, List<String>> now = new HashMap<>();
    for (JsonNode each : shards.path("members")) {
      List<String> row = row(each, coordinator);
      members.widen(row);
      now.put(row.getFirst(), row);
    }
    for (JsonNode each : shards.path("members")) {
      String id = Table.printable(each.path("id").asText());
      List<String> row = now.getOrDefault(id, List.of());
      if (!settled(row).equals(settled(rows.getOrDefault(id, List.of())))) {
        members.print(row);
      }
    }
    rows.keySet().stream()
        .filter(id -> !now.containsKey(id))
        .sorted()
        .forEach(id -> members.print(List.of(id, "gone", "", "", "", "", "")));
    rows.clear();
    rows.putAll(now);
  }

  /** All but how long it has been silent, which is never twice the same. */
  private static List<String> settled(List<String> row) {
    return row.isEmpty() ? row : row.subList(0, row.size() - 1);
  }

  private static List<String> row(JsonNode member, String coordinator) {
    String id = member.path("id").asText();
    return List.of(
        Table.printable(id),
        member.path("status").asText(),
        partitions(member),
        Table.shorten(member.path("ranges").asText(), RANGES_CHARS),
        Table.printable(member.path("address").asText()),
        id.equals(coordinator) ? "yes" : "",
        member.path("silentForSeconds").asLong() + "s");
  }

  /** Such as {@code 128 -90}: how many it has, and how many are coming or going. */
  private static String partitions(JsonNode member) {
    int draining = member.path("draining").asInt();
    int incoming = member.path("incoming").asInt();
    return (member.path("owned").asInt() + draining)
        + (incoming > 0 ? " +" + incoming : "")
        + (draining > 0 ? " -" + draining : "");
  }

  private void printTroubles(JsonNode shards) {
    StringBuilder words = new StringBuilder();
    String problem = shards.path("problem").asText();
    if (!problem.isEmpty()) {
      words.append("The server that was asked does not take part: ").append(problem).append('\n');
    }
    if (shards.path("coordinator").asText().isEmpty()) {
      words.append("Nobody coordinates: nothing moves until somebody does.\n");
    }
    for (String owner : Runs.gone(shards)) {
      words.append(Runs.count(Runs.heldBy(shards, owner)));
      words.append(" still of ").append(owner).append(", which is gone.\n");
    }
    int orphaned = Runs.orphaned(shards);
    if (orphaned > 0) {
      words.append(Runs.count(orphaned)).append(orphaned == 1 ? " has" : " have");
      words.append(" no owner.\n");
    }
    if (!words.toString().equals(troubles)) {
      troubles = words.toString();
      troubles.lines().forEach(line -> out.println(Table.printable(line)));
    }
  }

  private void printMoves(JsonNode shards) {
    List<String> now = Runs.moves(shards);
    if (!printed) {
      out.println(now.isEmpty() ? "\nNothing has moved yet." : "\nLAST MOVES");
      now.forEach(out::println);
    } else {
      int before = moves.isEmpty() ? -1 : now.indexOf(moves.getFirst());
      List<String> since = before < 0 ? now : now.subList(0, before);
      since.reversed().forEach(out::println);
    }
    moves = now;
  }
}
