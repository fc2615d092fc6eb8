package dev.picket.coordination.shard;

import java.util.Optional;

/** What people ask of a group through one of its members. Safe for use by many threads. */
public interface ShardGroup {

  /** The group as this member sees it now. */
  GroupView view();

  /**
   * Asks that a member be given no partitions, and that those it has be moved away; or takes that
   * back. It holds for this incarnation.
   *
   * @param member its id, or an unambiguous beginning of it
   * @return the id of the member; empty when there is none, or more than one, that begins so
   * @throws dev.picket.coordination.lease.UnreachableException when the Leases cannot be written
   */
  Optional<String> drain(String member, boolean drained);
}
