package dev.picket.server;

import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.ShardMap;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one member has by a shard map.
 *
 * @param owned its own, to stay
 * @param draining its own, to be let go
 * @param incoming another's, to become its own
 */
record Share(PartitionSet owned, PartitionSet draining, PartitionSet incoming) {

  /** What everybody who has, or is to have, anything has; empty when there is no map yet. */
  static Map<String, Share> of(@Nullable ShardMap map) {
    if (map == null) {
      return Map.of();
    }
    Map<String, Bits> bits = new HashMap<>();
    for (int partition = 0; partition < map.partitions(); partition++) {
      switch (map.entries().get(partition)) {
        case Ownership.Owned owned -> of(bits, owned.owner()).owned.set(partition);
        case Ownership.Draining draining -> {
          of(bits, draining.owner()).draining.set(partition);
          of(bits, draining.next()).incoming.set(partition);
        }
        case Ownership.Orphaned _ -> {}
      }
    }
    Map<String, Share> shares = new HashMap<>();
    bits.forEach((member, its) -> shares.put(member, its.share(map.partitions())));
    return shares;
  }

  /** Of a member that the map does not mention. */
  static Share none(@Nullable ShardMap map) {
    return new Bits().share(map == null ? 2 : map.partitions());
  }

  private static Bits of(Map<String, Bits> bits, String member) {
    return bits.computeIfAbsent(member, _ -> new Bits());
  }

  /** Being collected. */
  private record Bits(BitSet owned, BitSet draining, BitSet incoming) {

    Bits() {
      this(new BitSet(), new BitSet(), new BitSet());
    }

    Share share(int partitions) {
      return new Share(
          PartitionSet.of(partitions, owned),
          PartitionSet.of(partitions, draining),
          PartitionSet.of(partitions, incoming));
    }
  }

  /** All that it owns now, such as {@code 0-341,700}; empty for nothing. */
  String ranges() {
    return ranges(owned.plus(draining));
  }

  /** Such as {@code 0-341,700}; empty for none. */
  static String ranges(PartitionSet partitions) {
    String text = partitions.toString();
    return partitions.isEmpty() ? "" : text.substring(0, text.indexOf(' '));
  }
}
