package dev.picket.coordination.shard;

/**
 * What a member says of the shard maps it has seen: of what they told it to let go up to this
 * revision, nothing is in flight any more, except in the busy partitions.
 *
 * @param lineage of the map
 * @param revision of the newest map it has acted on
 */
record Acknowledgement(String lineage, long revision, PartitionSet busy) {

  /** Whether this member has let go of a partition which a map since then told it to. */
  boolean covers(String ofLineage, int partition, long since) {
    return lineage.equals(ofLineage) && revision > since && !busy.contains(partition);
  }
}
