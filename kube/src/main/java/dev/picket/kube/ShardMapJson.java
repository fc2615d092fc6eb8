package dev.picket.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.shard.Move;
import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.ShardMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Shard maps as text that people can read: a line of JSON for each run of neighbours that are
 * alike, such as {@code {"range":"0-341","owner":"picket-0_1f","epoch":3,"since":88121}}.
 */
final class ShardMapJson {

  /** Grows when a map of the next version cannot be read by this one. */
  static final int FORMAT = 1;

  static final int PARTITIONS_MAX = 4096;

  private ShardMapJson() {}

  /** Why a text is no shard map. */
  static final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableException(String problem) {
      super(problem);
    }

    UnreadableException(String problem, Exception cause) {
      super(problem, cause);
    }
  }

  static String checksum(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  static String write(ShardMap map) {
    ObjectNode head = Json.MAPPER.createObjectNode();
    head.put("format", FORMAT).put("lineage", map.lineage()).put("base", map.base());
    head.put("partitions", map.partitions());
    String start = head.toString();
    StringBuilder text = new StringBuilder(start.substring(0, start.length() - 1));
    append(text, "entries", runs(map.entries()));
    append(text, "moves", map.moves().stream().map(ShardMapJson::move).toList());
    return text.append("}\n").toString();
  }

  private static void append(StringBuilder text, String field, List<ObjectNode> lines) {
    text.append(",\n\"").append(field).append("\":[");
    String separator = "\n";
    for (ObjectNode line : lines) {
      text.append(separator).append(line);
      separator = ",\n";
    }
    text.append(']');
  }

  private static List<ObjectNode> runs(List<Ownership> entries) {
    List<ObjectNode> runs = new ArrayList<>();
    for (int from = 0; from < entries.size(); ) {
      int end = from + 1;
      while (end < entries.size() && entries.get(end).equals(entries.get(from))) {
        end++;
      }
      ObjectNode run = Json.MAPPER.createObjectNode();
      run.put("range", end - from == 1 ? "" + from : from + "-" + (end - 1));
      runs.add(ownership(run, entries.get(from)));
      from = end;
    }
    return runs;
  }

  private static ObjectNode ownership(ObjectNode run, Ownership entry) {
    switch (entry) {
      case Ownership.Owned owned -> run.put("owner", owned.owner());
      case Ownership.Draining draining ->
          run.put("owner", draining.owner()).put("next", draining.next());
      case Ownership.Orphaned _ -> run.putNull("owner");
    }
    return run.put("epoch", entry.epoch()).put("since", entry.since());
  }

  private static ObjectNode move(Move move) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("at", move.at().toString()).put("reason", move.reason().name());
    return line.put("from", move.from()).put("to", move.to()).put("partitions", move.partitions());
  }

  static ShardMap read(String text) throws UnreadableException {
    try {
      return map(Json.MAPPER.readTree(text));
    } catch (JsonProcessingException notJson) {
      throw new UnreadableException("it is no JSON: " + notJson.getOriginalMessage(), notJson);
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw new UnreadableException("it makes no sense: " + wrong.getMessage(), wrong);
    }
  }

  private static ShardMap map(JsonNode root) throws UnreadableException {
    int format = root.path("format").asInt();
    if (format != FORMAT) {
      throw new UnreadableException(
          "its format is %d, expected %d: another version of Picket wrote it"
              .formatted(format, FORMAT));
    }
    List<Ownership> entries = new ArrayList<>();
    for (JsonNode run : root.path("entries")) {
      addRun(entries, run);
    }
    int partitions = root.path("partitions").asInt();
    if (entries.size() != partitions) {
      throw new UnreadableException(
          "it has entries for %d partitions, expected %d".formatted(entries.size(), partitions));
    }
    List<Move> moves = new ArrayList<>();
    for (JsonNode line : root.path("moves")) {
      moves.add(move(line));
    }
    return new ShardMap(root.path("lineage").asText(), root.path("base").asLong(), entries, moves);
  }

  private static void addRun(List<Ownership> entries, JsonNode run) throws UnreadableException {
    String range = run.path("range").asText();
    int dash = range.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
    if (first != entries.size() || last < first || last >= PARTITIONS_MAX) {
      throw new UnreadableException(
          "its entries go on with \"%s\", expected partition %d".formatted(range, entries.size()));
    }
    Ownership entry = ownership(run);
    for (int partition = first; partition <= last; partition++) {
      entries.add(entry);
    }
  }

  private static Ownership ownership(JsonNode run) {
    long epoch = run.path("epoch").asLong();
    long since = run.path("since").asLong();
    if (run.path("owner").isNull()) {
      return new Ownership.Orphaned(epoch, since);
    }
    String owner = run.path("owner").asText();
    return run.has("next")
        ? new Ownership.Draining(owner, epoch, run.path("next").asText(), since)
        : new Ownership.Owned(owner, epoch, since);
  }

  private static Move move(JsonNode line) {
    return new Move(
        Instant.parse(line.path("at").asText()),
        Move.Reason.valueOf(line.path("reason").asText()),
        line.path("from").asText(),
        line.path("to").asText(),
        line.path("partitions").asInt());
  }
}
