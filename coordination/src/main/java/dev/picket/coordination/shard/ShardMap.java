package dev.picket.coordination.shard;

import java.util.List;

/**
 * A group's committed assignment. Immutable; one entry for each partition.
 *
 * @param lineage made anew with each map that does not continue another, so that acknowledgements
 *     and epochs of a lost map are not taken for this one's
 * @param base revision of the map that this one replaced, or of the newest that was known when a
 *     lineage began; 0 for none
 * @param entries by partition; their number is P
 * @param moves the latest reassignments, newest first, at most {@link #MOVES_MAX}
 */
public record ShardMap(String lineage, long base, List<Ownership> entries, List<Move> moves) {

  /** How many moves a map remembers. */
  public static final int MOVES_MAX = 20;

  public ShardMap {
    entries = List.copyOf(entries);
    moves = List.copyOf(moves.subList(0, Math.min(moves.size(), MOVES_MAX)));
    if (Integer.bitCount(entries.size()) != 1 || entries.size() < 2) {
      throw new IllegalArgumentException(
          "a shard map has " + entries.size() + " partitions, expected a power of two, 2 or more");
    }
  }

  /** P. */
  public int partitions() {
    return entries.size();
  }
}
