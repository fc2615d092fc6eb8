package dev.picket.bench;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.InMemoryLeaseStore;
import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.coordination.shard.InMemoryShardMapStore;
import dev.picket.coordination.shard.Permit;
import dev.picket.coordination.shard.RememberedFences;
import dev.picket.coordination.shard.ShardEvent;
import dev.picket.coordination.shard.ShardMember;
import dev.picket.coordination.shard.ShardSettings;
import dev.picket.coordination.shard.ShardStores;
import dev.picket.runtime.Ticker;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What leave to work on one object costs, beside what a lock and a clock cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnteringBenchmark {

  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch open = new CountDownLatch(1);
  private final ShardMember member = member();
  private String uid = "3f8a1c62-7d45-4e0b-9a3e-51c2d8f7b6a4";

  private static ShardMember member() {
    AtomicLong revisions = new AtomicLong();
    return new ShardMember(
        ShardSettings.of("bench", "member", "", LeaseTiming.STANDARD),
        new ShardStores(
            new InMemoryLeaseStore(revisions),
            new InMemoryShardMapStore(revisions),
            new RememberedFences()),
        new Clocks(Ticker.system(), InstantSource.system()),
        new Random(1),
        message -> {
          throw new IllegalStateException(message);
        });
  }

  /** A group of one member, which owns everything. */
  @Setup
  public void join() throws InterruptedException {
    member.subscribe(event -> {
      switch (event) {
        case ShardEvent.Prepare prepare -> prepare.warm().run();
        case ShardEvent.Acquired _ -> open.countDown();
        case ShardEvent.Draining _, ShardEvent.Lost _ -> {}
      }
    });
    member.start();
    open.await();
  }

  @TearDown
  public void leave() {
    member.close();
  }

  /** The uid is hashed, both clocks are asked, the permit is counted and closed. */
  @Benchmark
  public @Nullable Permit enterAndClose() {
    try (Permit permit = member.tryEnter(uid)) {
      return permit;
    }
  }

  /** Reference: what a lock costs that nobody contends for. */
  @Benchmark
  public String lockAndUnlock() {
    lock.lock();
    try {
      return uid;
    } finally {
      lock.unlock();
    }
  }

  /** Reference: one look at the monotonic clock. */
  @Benchmark
  public long nanoTime() {
    return System.nanoTime();
  }
}
