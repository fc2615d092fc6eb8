package dev.picket.coordination.simulation;

import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.ShardMap;
import dev.picket.coordination.shard.ShardMapStore;
import java.util.function.Consumer;

/** Looks at every commit of a shard map as it happens, knowing what really is. */
final class Referee implements ShardMapStore {

  private final ShardMapStore store;
  private final LeaseStore leases;
  private final String group;
  private final Estate estate;

  /** What really is. */
  interface Estate {

    /**
     * Whether this incarnation lets work in for the partition, or has work of the epoch in flight.
     */
    boolean isWorking(String incarnation, int partition, long epoch);
  }

  Referee(ShardMapStore store, LeaseStore leases, String group, Estate estate) {
    this.store = store;
    this.leases = leases;
    this.group = group;
    this.estate = estate;
  }

  @Override
  public Stored read(String ofGroup) {
    return store.read(ofGroup);
  }

  @Override
  public Commit commit(String ofGroup, ShardMap map, long over) {
    Stored before = store.read(ofGroup);
    Commit commit = store.commit(ofGroup, map, over);
    if (commit instanceof Commit.Done
        && before instanceof Stored.Found found
        && found.map().lineage().equals(map.lineage())) {
      compare(found.map(), map);
    }
    return commit;
  }

  @Override
  public AutoCloseable watch(String ofGroup, Consumer<Stored> changed) {
    return store.watch(ofGroup, changed);
  }

  private void compare(ShardMap before, ShardMap after) {
    for (int i = 0; i < after.partitions(); i++) {
      String from = owner(before.entries().get(i));
      String to = owner(after.entries().get(i));
      long epoch = before.entries().get(i).epoch();
      if (!to.isEmpty() && !to.equals(from) && after.entries().get(i).epoch() <= epoch) {
        throw new Violation(
            Invariants.EPOCHS_GROW,
            "partition %d went from %s to %s in epoch %d".formatted(i, from, to, epoch));
      }
      if (!from.isEmpty()
          && !from.equals(to)
          && canComeBack(from)
          && estate.isWorking(from, i, epoch)) {
        throw new Violation(
            Invariants.NO_EARLY_GRANT,
            "partition %d went from %s to %s while it was being worked on".formatted(i, from, to));
      }
    }
  }

  /** Whether its Lease is still its own, so that only an acknowledgement frees what it owns. */
  private boolean canComeBack(String incarnation) {
    return leases
        .read(group + "-" + incarnation)
        .map(Lease::holder)
        .filter(incarnation::equals)
        .isPresent();
  }

  private static String owner(Ownership entry) {
    return switch (entry) {
      case Ownership.Owned owned -> owned.owner();
      case Ownership.Draining draining -> draining.owner();
      case Ownership.Orphaned _ -> "";
    };
  }
}
