package dev.picket.store;

import dev.picket.observation.Recorded;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Submissions that wait for a writer, bounded in number and in bytes. Safe for use by many threads.
 */
final class WriteQueue {

  /** A transaction takes no more than this, unless one caller alone brings more. */
  private static final long BATCH_BYTES = 8L << 20;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int submissionsMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Work> waiting = new LinkedHashSet<>();
  private int submissions;
  private long bytes;
  private boolean closed;

  WriteQueue(int submissionsMax, long bytesMax) {
    this.submissionsMax = submissionsMax;
    this.bytesMax = bytesMax;
  }

  /** What one caller wants written, all of it in one transaction. Compared by identity. */
  static final class Work {

    /** What an occurrence takes in memory beside its texts, roughly. */
    private static final long OVERHEAD_BYTES = 512;

    private final List<Submission> submissions;
    private final long bytes;
    private final CompletableFuture<List<Recorded>> answer = new CompletableFuture<>();

    Work(List<Submission> submissions) {
      this.submissions = List.copyOf(submissions);
      this.bytes = submissions.stream().mapToLong(Work::bytes).sum();
    }

    List<Submission> submissions() {
      return submissions;
    }

    CompletableFuture<List<Recorded>> answer() {
      return answer;
    }

    private static long bytes(Submission submission) {
      return OVERHEAD_BYTES
          + submission.occurrence().details().length()
          + submission.occurrence().title().length();
    }
  }

  /** How much waits now. */
  record Depth(int submissions, long bytes) {}

  /**
   * Adds work at the end.
   *
   * @throws StoreUnavailableException when there is no room for it, or the store is closing
   */
  void add(Work work) {
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
      submissions += work.submissions.size();
      bytes += work.bytes;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(Work work) {
    return submissions + work.submissions.size() <= submissionsMax
        && bytes + work.bytes <= bytesMax;
  }

  /**
   * Takes work back that no writer has taken.
   *
   * @return whether it could be; false when it is, or was, being written
   */
  boolean withdraw(Work work) {
    lock.lock();
    try {
      return waiting.contains(work) && remove(work);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work and takes a transaction's worth of it, oldest first.
   *
   * @return empty once the queue is closed and everything was taken
   */
  List<Work> take(int submissionsAim) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed) {
        changed.await();
      }
      return takeWaiting(submissionsAim);
    } finally {
      lock.unlock();
    }
  }

  private List<Work> takeWaiting(int submissionsAim) {
    List<Work> taken = new ArrayList<>();
    int count = 0;
    long size = 0;
    for (Iterator<Work> each = waiting.iterator(); each.hasNext(); ) {
      Work work = each.next();
      count += work.submissions.size();
      size += work.bytes;
      if (!taken.isEmpty() && (count > submissionsAim || size > BATCH_BYTES)) {
        break;
      }
      taken.add(work);
    }
    taken.forEach(this::remove);
    return taken;
  }

  private boolean remove(Work work) {
    submissions -= work.submissions.size();
    bytes -= work.bytes;
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
  List<Work> drain() {
    lock.lock();
    try {
      List<Work> rest = List.copyOf(waiting);
      rest.forEach(this::remove);
      return rest;
    } finally {
      lock.unlock();
    }
  }
}
