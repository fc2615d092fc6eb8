package dev.picket.kube;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in order for each key, for several keys at the same time. Whoever submits waits while
 * the key's lane is full. Safe for use by many threads.
 */
final class Lanes implements AutoCloseable {

  private final List<Lane> lanes;

  /** Not started yet. */
  Lanes(String name, InformerLimits limits) {
    this.lanes =
        IntStream.range(0, limits.lanes())
            .mapToObj(number -> new Lane(name + "-" + number, limits.queueLength()))
            .toList();
  }

  void start() {
    lanes.forEach(lane -> lane.thread.start());
  }

  /**
   * Decides and submits in one step, so that tasks of a key run in the order of their decisions.
   *
   * @param decision a task, or null for none; never called by two threads at once for a key
   */
  void submit(String key, Supplier<@Nullable Runnable> decision) throws InterruptedException {
    lanes.get(Math.floorMod(key.hashCode(), lanes.size())).submit(decision);
  }

  /** Waits until all tasks that were submitted before are done. */
  void await() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(lanes.size());
    for (Lane lane : lanes) {
      lane.submit(() -> reached::countDown);
    }
    reached.await();
  }

  /** Ends all lanes; tasks that wait do not run. */
  @Override
  public void close() {
    lanes.forEach(lane -> lane.thread.interrupt());
  }

  private static final class Lane {

    private final ReentrantLock lock = new ReentrantLock();
    private final BlockingQueue<Runnable> queue;
    private final Thread thread;

    Lane(String name, int length) {
      this.queue = new ArrayBlockingQueue<>(length);
      this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void submit(Supplier<@Nullable Runnable> decision) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        Runnable task = decision.get();
        if (task != null) {
          queue.put(task);
        }
      } finally {
        lock.unlock();
      }
    }

    private void run() {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          queue.take().run();
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
