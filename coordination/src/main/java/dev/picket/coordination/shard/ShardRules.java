package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Lease;

/**
 * The rules on which safety rests, beside those of leases. They are instance methods so that the
 * simulation can break one at a time and show that it is needed; nothing else overrides them.
 */
class ShardRules {

  /** Begins the name of the holder of a Lease that a coordinator took from a silent member. */
  static final String SEIZED = "seized-by-";

  /**
   * Whether a partition that drains may be granted to the next: only after its owner has
   * acknowledged, however long that takes.
   *
   * @param acknowledged whether the owner said that it let go
   * @param ownerDead whether the owner's Lease was seized, released, or gone for its duration
   */
  boolean mayGrant(boolean acknowledged, boolean ownerDead) {
    return acknowledged || ownerDead;
  }

  /** Whether the partitions of a live owner must be drained before somebody else gets them. */
  boolean mustDrain() {
    return true;
  }

  /** Whether a silent member's Lease must be taken by compare-and-swap before it counts as dead. */
  boolean mustSeize() {
    return true;
  }

  /**
   * Whether a Lease that is not known must be missed by a list that was sent since, before the time
   * runs after which its member counts as dead: what is known may be older than the Lease.
   */
  boolean mustConfirmAbsence() {
    return true;
  }

  /** The epoch of the next owner. */
  long nextEpoch(long epoch) {
    return epoch + 1;
  }

  /** Whether an owner must claim its epoch in every sink before its gate opens. */
  boolean mustClaim() {
    return true;
  }

  /** Whether an owner that drains waits for what is in flight before it acknowledges. */
  boolean mustFinish() {
    return true;
  }

  /**
   * Whether all live members must have acknowledged a new lineage before its first grants: they may
   * own partitions by the old one.
   */
  boolean mustSettleLineage() {
    return true;
  }

  /**
   * Whether a map was put back from a copy: it says that it replaced an older revision than one
   * that was there, or grants an older epoch than one that was claimed.
   *
   * @param said by the map
   * @param known to be older than the map
   */
  boolean isPutBack(long said, long known) {
    return said < known;
  }

  /**
   * Whether a Lease says that its member will never believe in it again: the member itself released
   * it, or a coordinator seized it after its duration. A Lease that merely names nobody, or
   * somebody else, was edited by hand, and its member may not know yet.
   */
  boolean isLetGo(Lease lease) {
    return MemberNotes.isReleased(lease) || lease.holder().startsWith(SEIZED);
  }
}
