/**
 * Sharded ownership: a group of members shares P partitions of a hash space, each owned by at most
 * one member at any time, with a fencing token that grows whenever a partition changes hands.
 *
 * <p>Start with {@link dev.picket.coordination.shard.ShardMember}: join a group, listen for {@link
 * dev.picket.coordination.shard.ShardEvent}s, and wrap every piece of work in a {@link
 * dev.picket.coordination.shard.Permit}.
 */
@NullMarked
package dev.picket.coordination.shard;

import org.jspecify.annotations.NullMarked;
