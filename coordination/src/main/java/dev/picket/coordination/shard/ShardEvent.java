package dev.picket.coordination.shard;

/** What happens to partitions of a member, in the order in which it happens to each. */
public sealed interface ShardEvent {

  /** The partitions concerned; never empty. */
  PartitionSet partitions();

  /**
   * They will be this member's soon: warm up for them, with the gate shut. It opens only after
   * {@code warm} was called.
   *
   * @param warm says that the listener is ready for them; may be called by any thread, and again
   */
  record Prepare(PartitionSet partitions, Runnable warm) implements ShardEvent {}

  /** The gate is open for them: list completely, then work. */
  record Acquired(PartitionSet partitions) implements ShardEvent {}

  /** No more permits are given for them, and they go once those given are closed. */
  record Draining(PartitionSet partitions) implements ShardEvent {}

  /** They are not this member's any more, or will not be after all: forget them. */
  record Lost(PartitionSet partitions, Cause cause) implements ShardEvent {}

  /** Why partitions were lost. */
  enum Cause {
    /** They were handed over in order. */
    HANDED_OVER,
    /** The gate closed because the lease was not renewed in time or was lost. */
    LEASE_LOST,
    /** The shard map was replaced, or gave them to somebody else. */
    MAP_REPLACED,
    /** They were to come, and go elsewhere. */
    NOT_COMING,
  }
}
