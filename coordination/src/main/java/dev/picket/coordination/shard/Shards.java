package dev.picket.coordination.shard;

import org.jspecify.annotations.Nullable;

/**
 * What a worker needs to know of ownership: whether it may work on a key now, and what it gains and
 * loses. Safe for use by many threads.
 */
public interface Shards {

  /**
   * Leave to work on a key, if this member owns it now; null if it does not. Takes tens of
   * nanoseconds and allocates nothing.
   *
   * @param key what the group's {@link Pool} hashes: a uid, or a namespace
   */
  @Nullable Permit tryEnter(String key);

  /** Whether this member owns the key now. A later moment may differ: to work, enter. */
  boolean isCurrentFor(String key);

  /** Partitions that this member may work on now, its gate being open. */
  PartitionSet open();

  /**
   * Adds a listener; it is told of what is open already, and of what comes, though the gate does
   * not wait for a listener that was added while others warmed up. Events come one at a time and in
   * order, on a thread that does nothing else, so a listener may take its time without endangering
   * the lease.
   */
  void subscribe(ShardListener listener);

  /** How keys become partitions. */
  Pool pool();

  /** P, the number of partitions: a power of two. */
  int partitions();
}
