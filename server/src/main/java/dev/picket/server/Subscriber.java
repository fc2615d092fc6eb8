package dev.picket.server;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One open event stream, as those see it who tell it things: a queue that may fill up. A subscriber
 * that does not keep up is cut off rather than waited for; its client comes again and goes on from
 * the last position it saw.
 *
 * @param <T> what it is told
 */
final class Subscriber<T> {

  private final BlockingQueue<T> queue;
  private final Thread thread;
  private volatile boolean ended;

  /**
   * @param thread that writes the stream; interrupted when the stream is to end
   */
  Subscriber(int queuedBatchesMax, Thread thread) {
    this.queue = new ArrayBlockingQueue<>(queuedBatchesMax);
    this.thread = thread;
  }

  /** Puts a batch in the queue; false when it is full, and then this is the end. */
  boolean offer(T told) {
    if (queue.offer(told)) {
      return true;
    }
    end();
    return false;
  }

  /** Waits for the next batch; null when none came in time. */
  @Nullable T next(Duration patience) throws InterruptedException {
    return queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean ended() {
    return ended;
  }

  /** Ends the stream even while it is stuck in a write to a client that does not read. */
  void end() {
    ended = true;
    thread.interrupt();
  }
}
