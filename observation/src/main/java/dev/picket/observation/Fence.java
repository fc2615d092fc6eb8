package dev.picket.observation;

/**
 * The right to write for a partition: the store keeps the newest epoch claimed for each, and
 * refuses what carries an older one.
 *
 * @param group the shard group
 * @param pool how keys become partitions in it
 * @param epoch grows whenever the partition changes owner
 */
public record Fence(String group, String pool, int partition, long epoch) {}
