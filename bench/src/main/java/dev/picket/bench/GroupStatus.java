package dev.picket.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.BitSet;

/**
 * A shard group as one of its members told it.
 *
 * @param open partitions that this member works on now
 * @param active how many members are well
 * @param calm whether every partition is owned, to stay
 */
record GroupStatus(
    String self,
    String coordinator,
    int partitions,
    BitSet open,
    int active,
    boolean calm,
    JsonNode members,
    JsonNode runs) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static GroupStatus parse(String json) throws IOException {
    JsonNode group = MAPPER.readTree(json);
    int active = 0;
    int members = 0;
    for (JsonNode each : group.path("members")) {
      members++;
      active += each.path("status").asText().equals("active") ? 1 : 0;
    }
    boolean calm = members == active && group.path("partitions").intValue() > 0;
    for (JsonNode each : group.path("runs")) {
      calm &= each.path("state").asText().equals("owned");
    }
    return new GroupStatus(
        group.path("self").asText(),
        group.path("coordinator").asText(),
        group.path("partitions").intValue(),
        ranges(group.path("open").asText()),
        active,
        calm,
        group.path("members"),
        group.path("runs"));
  }

  /** What a member owns, to stay, by the map that this one follows. */
  BitSet ownedBy(String member) {
    BitSet owned = new BitSet(partitions);
    for (JsonNode run : runs) {
      if (run.path("state").asText().equals("owned") && run.path("owner").asText().equals(member)) {
        owned.set(run.path("from").intValue(), run.path("to").intValue() + 1);
      }
    }
    return owned;
  }

  /** Like {@code 0-341,700}. */
  private static BitSet ranges(String text) {
    BitSet bits = new BitSet();
    if (!text.isEmpty()) {
      for (String range : text.split(",", -1)) {
        int hyphen = range.indexOf('-');
        int from = Integer.parseInt(hyphen < 0 ? range : range.substring(0, hyphen));
        bits.set(from, (hyphen < 0 ? from : Integer.parseInt(range.substring(hyphen + 1))) + 1);
      }
    }
    return bits;
  }
}
