package dev.picket.coordination.shard;

/**
 * What a write made on behalf of a partition carries, so that its sink can refuse it once the
 * partition has changed hands (Kleppmann, "How to do distributed locking", 2016).
 *
 * @param group the shard group
 * @param pool how keys become partitions in it, {@link Pool#wireName()}
 * @param partition 0 to P - 1
 * @param epoch grows whenever the partition changes owner; 1 or more
 */
public record FencingToken(String group, String pool, int partition, long epoch) {}
