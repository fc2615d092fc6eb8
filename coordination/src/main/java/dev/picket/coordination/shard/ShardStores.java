package dev.picket.coordination.shard;

import dev.picket.coordination.lease.LeaseStore;

/** Where a group keeps what its members agree on. */
public record ShardStores(LeaseStore leases, ShardMapStore maps, FenceStore fences) {}
