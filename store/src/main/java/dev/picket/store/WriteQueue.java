package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Recorded;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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
  private final Set<Fingerprint> busy = new HashSet<>();
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

    private boolean concerns(Set<Fingerprint> fingerprints) {
      if (fingerprints.isEmpty()) {
        return false;
      }
      for (Submission each : submissions) {
        if (fingerprints.contains(each.fingerprint())) {
          return true;
        }
      }
      return false;
    }

    private void addFingerprintsTo(Set<Fingerprint> fingerprints) {
      submissions.forEach(each -> fingerprints.add(each.fingerprint()));
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
      if (!work.concerns(busy)) {
        changed.signal();
      }
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
   * Waits for work and takes a transaction's worth of it, oldest first. What concerns an
   * Observation that another writer is at is left for later, and so is what came after it for the
   * same Observation: else the two would wait for each other in the database, one of them with a
   * transaction half done.
   *
   * @return empty once the queue is closed and everything was taken; whoever takes something says
   *     when it is {@link #finished}
   */
  List<Work> take(int submissionsAim) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        List<Work> taken = takeWaiting(submissionsAim);
        if (!taken.isEmpty() || (closed && waiting.isEmpty())) {
          return taken;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Work> takeWaiting(int submissionsAim) {
    List<Work> taken = new ArrayList<>();
    Set<Fingerprint> passedOver = new HashSet<>();
    int count = 0;
    long size = 0;
    Iterator<Work> each = waiting.iterator();
    while (each.hasNext() && passedOver.size() <= submissionsAim) {
      Work work = each.next();
      if (work.concerns(busy) || work.concerns(passedOver)) {
        work.addFingerprintsTo(passedOver);
        continue;
      }
      count += work.submissions.size();
      size += work.bytes;
      if (!taken.isEmpty() && (count > submissionsAim || size > BATCH_BYTES)) {
        break;
      }
      taken.add(work);
    }
    for (Work work : taken) {
      remove(work);
      work.addFingerprintsTo(busy);
    }
    return taken;
  }

  /** Lets others have the Observations that were taken. */
  void finished(List<Work> taken) {
    lock.lock();
    try {
      for (Work work : taken) {
        work.submissions.forEach(each -> busy.remove(each.fingerprint()));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
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
