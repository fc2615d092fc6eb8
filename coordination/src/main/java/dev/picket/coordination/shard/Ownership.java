package dev.picket.coordination.shard;

/**
 * What a shard map says of one partition.
 *
 * <p>{@code since} is the revision of the map over which the change to this state was committed;
 * the state itself exists in every later revision until it changes. An acknowledgement of a later
 * revision is therefore one of this state.
 */
public sealed interface Ownership {

  /** Grows whenever the partition changes owner; 0 before it ever had one. */
  long epoch();

  /** Revision of the map before this state. */
  long since();

  /** It is this member's. */
  record Owned(String owner, long epoch, long since) implements Ownership {}

  /**
   * Its owner is to let go; {@code next} warms up for it.
   *
   * @param next who gets it; empty when nobody is there to take it
   */
  record Draining(String owner, long epoch, String next, long since) implements Ownership {}

  /** Nobody's. */
  record Orphaned(long epoch, long since) implements Ownership {}
}
