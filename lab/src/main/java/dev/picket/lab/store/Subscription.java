package dev.picket.lab.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reader of changes. Its queue is bounded: the store never waits for a reader but ends the
 * subscription of one that is too far behind. Used by one reading thread at a time.
 */
public final class Subscription {

  private final Scope scope;
  private final Queue<Change> backlog;
  private final BlockingQueue<Change> queue;
  private @Nullable Thread reader;
  private volatile boolean ended;
  private volatile boolean overrun;

  Subscription(Scope scope, List<Change> backlog, int limit) {
    this.scope = scope;
    this.backlog = new ArrayDeque<>(backlog);
    this.queue = new LinkedBlockingQueue<>(limit);
  }

  /** The next change; null when none came in time or the subscription has ended. */
  public @Nullable Change next(Duration patience) throws InterruptedException {
    Change old = backlog.poll();
    if (old != null) {
      return old;
    }
    return ended ? null : queue.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
  }

  /** Whether a change could be read at once. */
  public boolean more() {
    return !backlog.isEmpty() || !queue.isEmpty();
  }

  /** Names the thread to interrupt, even in a stuck write, when the subscription ends. */
  public synchronized void readBy(Thread thread) {
    reader = thread;
    if (ended) {
      thread.interrupt();
    }
  }

  /** After this the thread that read is left alone. */
  public synchronized void released() {
    reader = null;
  }

  public boolean ended() {
    return ended;
  }

  /** Whether it ended because its reader did not keep up. */
  public boolean overrun() {
    return overrun;
  }

  /** Ends it; no further change will come. */
  public synchronized void end() {
    ended = true;
    if (reader != null) {
      reader.interrupt();
    }
  }

  Scope scope() {
    return scope;
  }

  /** False when the reader is too far behind, and then this is the end. */
  boolean offer(Change change) {
    if (queue.offer(change)) {
      return true;
    }
    overrun = true;
    end();
    return false;
  }
}
