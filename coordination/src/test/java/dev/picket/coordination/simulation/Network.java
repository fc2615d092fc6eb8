package dev.picket.coordination.simulation;

import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.ShardMap;
import dev.picket.coordination.shard.ShardMapStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The API server as one machine reaches it: not at all while it is cut off, and watches tell late,
 * twice, out of order or not at all.
 */
record Network(World world, Machine machine, LeaseStore leases, ShardMapStore maps) {

  private static final double TWICE = 0.02;

  LeaseStore reachLeases() {
    return new LeaseStore() {
      @Override
      public Optional<Lease> read(String name) {
        requireReachable();
        return leases.read(name);
      }

      @Override
      public List<Lease> list(String group) {
        requireReachable();
        if (machine.isBlind()) {
          throw new UnreachableException("too many requests");
        }
        return leases.list(group);
      }

      @Override
      public Write create(Lease lease) {
        requireReachable();
        return leases.create(lease);
      }

      @Override
      public Write update(Lease lease) {
        requireReachable();
        return leases.update(lease);
      }

      @Override
      public boolean delete(Lease lease) {
        requireReachable();
        return leases.delete(lease);
      }

      @Override
      public AutoCloseable watch(String group, Consumer<Lease> written) {
        return leases.watch(group, lease -> deliver(() -> written.accept(lease)));
      }
    };
  }

  ShardMapStore reachMaps() {
    return new ShardMapStore() {
      @Override
      public Stored read(String group) {
        requireReachable();
        return maps.read(group);
      }

      @Override
      public Commit commit(String group, ShardMap map, long over) {
        requireReachable();
        return maps.commit(group, map, over);
      }

      @Override
      public AutoCloseable watch(String group, Consumer<Stored> changed) {
        return maps.watch(group, stored -> deliver(() -> changed.accept(stored)));
      }
    };
  }

  private void deliver(Runnable tell) {
    if (machine.isCrashed()
        || machine.isCut()
        || machine.isBlind()
        || world.harm(machine.losing())) {
      return;
    }
    machine.run(world.now() + machine.way().toNanos(), tell);
    if (world.harm(machine.losing() > 0 ? TWICE : 0)) {
      machine.run(world.now() + machine.way().toNanos(), tell);
    }
  }

  private void requireReachable() {
    if (machine.isCut()) {
      throw new UnreachableException("cut off");
    }
  }
}
