package dev.picket.coordination.shard;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: a sink's memory of the newest epoch claimed for each partition, the floor under which it
 * refuses writes. Safe for use by many threads.
 *
 * <p>A claim is durable before it is answered, and every write that carries a token is checked
 * against the floor in its own transaction. Every method throws {@link
 * dev.picket.coordination.lease.UnreachableException} when the sink does not answer; a claim may
 * then have had its effect or not, and is made again.
 */
public interface FenceStore {

  /**
   * Raises the floors to these epochs. A claim is granted when the epoch is above the floor, or
   * equal to it and claimed by the same claimant before.
   *
   * @param claimant the incarnation that owns the partitions
   * @param tokens of one group and pool, each partition once
   * @return one answer per token, in their order
   */
  List<Claim> claim(String claimant, List<FencingToken> tokens);

  /**
   * The floors of a group's pool by partition; partitions never claimed are left out, so an empty
   * map proves that no gate was ever opened. Empty when this sink keeps no floors at all.
   */
  Optional<Map<Integer, Long>> floors(String group, String pool);

  /** For members whose sinks cannot fence: grants everything and remembers nothing. */
  static FenceStore none() {
    return new NoFences();
  }

  /** What came of a claim. */
  sealed interface Claim {

    /** The floor is the epoch claimed, and older writes are refused from now on. */
    record Granted() implements Claim {}

    /**
     * The partition has been claimed in an epoch as new or newer.
     *
     * @param floor that epoch
     */
    record Refused(long floor) implements Claim {}
  }
}
