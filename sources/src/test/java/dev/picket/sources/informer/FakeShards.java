package dev.picket.sources.informer;

import dev.picket.coordination.shard.FencingToken;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Permit;
import dev.picket.coordination.shard.Pool;
import dev.picket.coordination.shard.ShardEvent;
import dev.picket.coordination.shard.ShardListener;
import dev.picket.coordination.shard.Shards;
import dev.picket.observation.Fence;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shards of which a test says what is open, before it is used by several threads. Knows how many
 * permits are out.
 */
final class FakeShards implements Shards {

  static final int PARTITIONS = 8;

  private final Pool pool;
  private final Map<Integer, Long> epochs = new HashMap<>();
  private PartitionSet open = PartitionSet.none(PARTITIONS);
  private final AtomicInteger permits = new AtomicInteger();

  FakeShards() {
    this(Pool.UID);
  }

  FakeShards(Pool pool) {
    this.pool = pool;
  }

  /** Opens the gate for a partition in an epoch. */
  void open(int partition, long epoch) {
    epochs.put(partition, epoch);
    open = open.plus(one(partition));
  }

  /** Closes it. */
  void close(int partition) {
    open = open.minus(one(partition));
  }

  /** Permits given and not closed yet. */
  int permits() {
    return permits.get();
  }

  static PartitionSet one(int partition) {
    return PartitionSet.of(PARTITIONS, IntStream.of(partition));
  }

  static Fence fence(int partition, long epoch) {
    return new Fence("picket", "uid", partition, epoch);
  }

  static int partition(String uid) {
    return Pool.UID.partition(uid, PARTITIONS);
  }

  @Override
  public @Nullable Permit tryEnter(String key) {
    int partition = partition(key);
    if (!open.contains(partition)) {
      return null;
    }
    permits.incrementAndGet();
    FencingToken token =
        new FencingToken("picket", "uid", partition, epochs.getOrDefault(partition, 0L));
    return new Permit() {
      @Override
      public FencingToken token() {
        return token;
      }

      @Override
      public void close() {
        permits.decrementAndGet();
      }
    };
  }

  @Override
  public boolean isCurrentFor(String key) {
    return open.contains(partition(key));
  }

  @Override
  public PartitionSet open() {
    return open;
  }

  @Override
  public void subscribe(ShardListener listener) {
    if (!open.isEmpty()) {
      listener.on(new ShardEvent.Acquired(open));
    }
  }

  @Override
  public Pool pool() {
    return pool;
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }
}
