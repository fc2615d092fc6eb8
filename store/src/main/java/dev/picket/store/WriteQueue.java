package dev.picket.store;

import dev.picket.observation.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Work that waits for a writer, bounded in number and in bytes. Safe for use by many threads. */
final class WriteQueue<T, R> {

  /** A transaction takes no more than this, unless one caller alone brings more. */
  private static final long BATCH_BYTES = 8L << 20;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int submissionsMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Work<T, R>> waiting = new LinkedHashSet<>();
  private final Set<Object> busy = new HashSet<>();
  private int submissions;
  private long bytes;
  private boolean closed;

  WriteQueue(int submissionsMax, long bytesMax) {
    this.submissionsMax = submissionsMax;
    this.bytesMax = bytesMax;
  }

  /** How much waits now. */
  record Depth(int submissions, long bytes) {

    Depth plus(Depth other) {
      return new Depth(submissions + other.submissions, bytes + other.bytes);
    }
  }

  /**
   * Adds work at the end.
   *
   * @throws StoreUnavailableException when there is no room for it, or the store is closing
   */
  void add(Work<T, R> work) {
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailableException("the store is closing", RETRY_AFTER);
      }
      // Work larger than the queue itself gets its turn when it would wait alone.
      if (!waiting.isEmpty() && !fits(work)) {
        throw new StoreUnavailableException(
            "too much waits to be stored already: " + submissions + " occurrences", RETRY_AFTER);
      }
      waiting.add(work);
      submissions += work.size();
      bytes += work.bytes();
      if (!work.concerns(busy)) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(Work<T, R> work) {
    return submissions + work.size() <= submissionsMax && bytes + work.bytes() <= bytesMax;
  }

  /**
   * Takes work back that no writer has taken.
   *
   * @return whether it could be; false when it is, or was, being written
   */
  boolean withdraw(Work<T, R> work) {
    lock.lock();
    try {
      return waiting.contains(work) && remove(work);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work and takes a transaction's worth of it, oldest first. What concerns an
   * Observation or an object that another writer is at is left for later, and so is what came after
   * it for the same one: else the two would wait for each other in the database, one of them with a
   * transaction half done.
   *
   * @return empty once the queue is closed and everything was taken; whoever takes something says
   *     when it is {@link #finished}
   */
  List<Work<T, R>> take(int sizeAim) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        List<Work<T, R>> taken = takeWaiting(sizeAim);
        if (!taken.isEmpty() || (closed && waiting.isEmpty())) {
          return taken;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Work<T, R>> takeWaiting(int sizeAim) {
    List<Work<T, R>> taken = new ArrayList<>();
    Set<Object> passedOver = new HashSet<>();
    int count = 0;
    long size = 0;
    Iterator<Work<T, R>> each = waiting.iterator();
    while (each.hasNext() && passedOver.size() <= sizeAim) {
      Work<T, R> work = each.next();
      if (work.concerns(busy) || work.concerns(passedOver)) {
        passedOver.addAll(work.concerned());
        continue;
      }
      count += work.size();
      size += work.bytes();
      if (!taken.isEmpty() && (count > sizeAim || size > BATCH_BYTES)) {
        break;
      }
      taken.add(work);
    }
    for (Work<T, R> work : taken) {
      remove(work);
      busy.addAll(work.concerned());
    }
    return taken;
  }

  /** Lets others have what was taken. */
  void finished(List<Work<T, R>> taken) {
    lock.lock();
    try {
      for (Work<T, R> work : taken) {
        work.concerned().forEach(busy::remove);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean remove(Work<T, R> work) {
    submissions -= work.size();
    bytes -= work.bytes();
    return waiting.remove(work);
  }

  Depth depth() {
    lock.lock();
    try {
      return new Depth(submissions, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more in. What waits can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out everything at once. */
  List<Work<T, R>> drain() {
    lock.lock();
    try {
      List<Work<T, R>> rest = List.copyOf(waiting);
      rest.forEach(this::remove);
      return rest;
    } finally {
      lock.unlock();
    }
  }
}
