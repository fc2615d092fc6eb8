package dev.picket.coordination.shard;

import java.time.Instant;

/**
 * One reassignment, for people to read.
 *
 * @param at the coordinator's wall clock
 * @param from the old owner; empty for nobody
 * @param to the new owner; empty for nobody
 * @param partitions how many went this way
 */
public record Move(Instant at, Reason reason, String from, String to, int partitions) {

  /** Why partitions move. */
  public enum Reason {
    /** The group has a new shard map. */
    CREATED,
    /** They evened out the load, as after a member joined. */
    BALANCED,
    /** Their owner asked to leave. */
    LEAVING,
    /** Somebody asked for their owner to be drained. */
    DRAINED,
    /** Their owner was dead and its Lease was seized. */
    SEIZED,
    /** A sink knew a newer epoch than the map. */
    FENCED,
  }
}
