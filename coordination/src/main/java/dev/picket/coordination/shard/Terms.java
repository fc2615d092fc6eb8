package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.loop.Loop;
import java.util.random.RandomGenerator;

/**
 * The terms on which a member takes part, which all parts of it share.
 *
 * @param loop on which they run; only its tasks touch them
 * @param random for ids and jitter
 */
record Terms(
    ShardSettings settings,
    ShardStores stores,
    LeaseRules leaseRules,
    ShardRules rules,
    Loop loop,
    Clocks clocks,
    RandomGenerator random) {}
