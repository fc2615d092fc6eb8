package dev.picket.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.picket.coordination.shard.GroupView;
import dev.picket.coordination.shard.Move;
import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.ShardMap;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A shard group as the API shows it. */
final class ShardsJson {

  private ShardsJson() {}

  static byte[] bytes(GroupView view) {
    return Json.bytes(json -> write(json, view));
  }

  static void write(JsonGenerator json, GroupView view) throws IOException {
    ShardMap map = view.map();
    json.writeStartObject();
    json.writeStringField("group", view.group());
    json.writeStringField("pool", view.pool().wireName());
    json.writeNumberField("partitions", map == null ? 0 : map.partitions());
    json.writeNumberField("revision", view.revision());
    json.writeStringField("lineage", map == null ? "" : map.lineage());
    json.writeStringField("coordinator", view.coordinator());
    json.writeStringField("self", view.self());
    json.writeStringField("open", Share.ranges(view.open()));
    json.writeStringField("problem", view.problem());
    json.writeArrayFieldStart("members");
    Map<String, Share> shares = Share.of(map);
    for (GroupView.Member each : view.members()) {
      writeMember(json, each, shares.getOrDefault(each.id(), Share.none(map)));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("runs");
    writeRuns(json, map == null ? List.of() : map.entries());
    json.writeEndArray();
    json.writeArrayFieldStart("moves");
    for (Move each : map == null ? List.<Move>of() : map.moves()) {
      writeMove(json, each);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeMember(JsonGenerator json, GroupView.Member member, Share share)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", member.id());
    json.writeStringField("address", member.address());
    json.writeStringField("status", word(member.status()));
    json.writeStringField("joinedAt", member.joinedAt().map(Instant::toString).orElse(null));
    json.writeNumberField("silentForSeconds", member.silentFor().toSeconds());
    json.writeNumberField("owned", share.owned().count());
    json.writeNumberField("draining", share.draining().count());
    json.writeNumberField("incoming", share.incoming().count());
    json.writeStringField("ranges", share.ranges());
    json.writeEndObject();
  }

  /** Neighbours of which the map says the same are told together. */
  private static void writeRuns(JsonGenerator json, List<Ownership> entries) throws IOException {
    int from = 0;
    for (int to = 0; to < entries.size(); to++) {
      boolean last = to + 1 == entries.size();
      if (last || !alike(entries.get(to), entries.get(to + 1))) {
        writeRun(json, from, to, entries.get(to));
        from = to + 1;
      }
    }
  }

  private static boolean alike(Ownership one, Ownership other) {
    return one.epoch() == other.epoch()
        && state(one).equals(state(other))
        && owner(one).equals(owner(other))
        && next(one).equals(next(other));
  }

  private static void writeRun(JsonGenerator json, int from, int to, Ownership ownership)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("from", from);
    json.writeNumberField("to", to);
    json.writeStringField("state", state(ownership));
    json.writeStringField("owner", owner(ownership));
    json.writeStringField("next", next(ownership));
    json.writeNumberField("epoch", ownership.epoch());
    json.writeEndObject();
  }

  private static String state(Ownership ownership) {
    return switch (ownership) {
      case Ownership.Owned _ -> "owned";
      case Ownership.Draining _ -> "draining";
      case Ownership.Orphaned _ -> "orphaned";
    };
  }

  private static String owner(Ownership ownership) {
    return switch (ownership) {
      case Ownership.Owned owned -> owned.owner();
      case Ownership.Draining draining -> draining.owner();
      case Ownership.Orphaned _ -> "";
    };
  }

  private static String next(Ownership ownership) {
    return ownership instanceof Ownership.Draining draining ? draining.next() : "";
  }

  private static void writeMove(JsonGenerator json, Move move) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", move.at().toString());
    json.writeStringField("reason", word(move.reason()));
    json.writeStringField("from", move.from());
    json.writeStringField("to", move.to());
    json.writeNumberField("partitions", move.partitions());
    json.writeEndObject();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
