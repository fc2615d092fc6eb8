package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The holdings of the partitions that are owned now. Safe for use by many threads. */
final class Holdings {

  private final Pool pool;
  private final AtomicReferenceArray<@Nullable Holding> held;

  Holdings(Pool pool, int partitions) {
    this.pool = pool;
    this.held = new AtomicReferenceArray<>(partitions);
  }

  void take(PartitionSet partitions) {
    partitions.forEach(partition -> held.compareAndSet(partition, null, new Holding()));
  }

  void lose(PartitionSet partitions) {
    partitions.forEach(partition -> {
      Holding holding = held.getAndSet(partition, null);
      if (holding != null) {
        holding.lose();
      }
    });
  }

  @Nullable Holding of(int partition) {
    return held.get(partition);
  }

  /** That of the object's partition; null if it is not owned. */
  @Nullable Holding of(KubeObject object) {
    return held.get(partition(object));
  }

  int partition(KubeObject object) {
    String key =
        switch (pool) {
          case UID -> object.uid();
          case NAMESPACE -> object.namespace();
        };
    return pool.partition(key, held.length());
  }

  PartitionSet owned() {
    return those(_ -> true);
  }

  /** Owned, but their objects were not told completely. */
  PartitionSet incomplete() {
    return those(holding -> !holding.isComplete());
  }

  private PartitionSet those(Predicate<Holding> isSo) {
    IntStream partitions = IntStream.range(0, held.length());
    return PartitionSet.of(
        held.length(),
        partitions.filter(partition -> {
          Holding holding = held.get(partition);
          return holding != null && isSo.test(holding);
        }));
  }
}
