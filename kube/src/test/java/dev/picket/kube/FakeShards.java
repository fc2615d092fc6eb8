package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Permit;
import dev.picket.coordination.shard.Pool;
import dev.picket.coordination.shard.ShardEvent;
import dev.picket.coordination.shard.ShardListener;
import dev.picket.coordination.shard.Shards;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A member's shards as a test hands them out. For one thread at a time. */
final class FakeShards implements Shards {

  static final int PARTITIONS = 64;

  private final List<ShardListener> listeners = new ArrayList<>();
  private final Pool pool;
  private PartitionSet open = PartitionSet.none(PARTITIONS);

  FakeShards(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Permit tryEnter(String key) {
    throw new UnsupportedOperationException("an informer does no work itself");
  }

  @Override
  public boolean isCurrentFor(String key) {
    return open.contains(pool, key);
  }

  @Override
  public PartitionSet open() {
    return open;
  }

  @Override
  public void subscribe(ShardListener listener) {
    listeners.add(listener);
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  /** Announces them, and returns when the informer is warm. */
  void prepare(PartitionSet partitions) {
    CountDownLatch warm = new CountDownLatch(1);
    tell(new ShardEvent.Prepare(partitions, warm::countDown));
    try {
      if (!warm.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("never warm for " + partitions);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  void acquire(PartitionSet partitions) {
    open = open.plus(partitions);
    tell(new ShardEvent.Acquired(partitions));
  }

  void drain(PartitionSet partitions) {
    open = open.minus(partitions);
    tell(new ShardEvent.Draining(partitions));
  }

  void lose(PartitionSet partitions) {
    open = open.minus(partitions);
    tell(new ShardEvent.Lost(partitions, ShardEvent.Cause.HANDED_OVER));
  }

  void tell(ShardEvent event) {
    listeners.forEach(listener -> listener.on(event));
  }

  static PartitionSet from(int first, int end) {
    return PartitionSet.of(PARTITIONS, IntStream.range(first, end));
  }

  static PartitionSet all() {
    return PartitionSet.all(PARTITIONS);
  }
}
