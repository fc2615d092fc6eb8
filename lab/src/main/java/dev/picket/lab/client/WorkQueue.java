package dev.picket.lab.client;

import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys that wait to be worked on: each at most once, none while it is being worked on, some only
 * after a while. Holds a bounded number of keys; what does not fit is refused, and the queue says
 * so once. Safe for use by many threads.
 *
 * @param <K> a key, which is equal to itself
 */
public final class WorkQueue<K> implements AutoCloseable {

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(5);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final int DOUBLINGS = 20;

  private final Ticker ticker;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<K> waiting = new LinkedHashSet<>();
  private final Set<K> working = new HashSet<>();
  private final Set<K> again = new HashSet<>();
  private final Map<K, Delayed<K>> delayed = new HashMap<>();
  private final PriorityQueue<Delayed<K>> byTime =
      new PriorityQueue<>(Comparator.comparingLong(Delayed<K>::due));
  private final Map<K, Integer> failures = new HashMap<>();
  private boolean refused;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param limit how many keys may wait
   */
  public WorkQueue(Ticker ticker, int limit) {
    this.ticker = ticker;
    this.limit = limit;
  }

  /** Adds a key, unless it waits already. */
  public void add(K key) {
    lock.lock();
    try {
      Delayed<K> later = delayed.remove(key);
      if (later != null) {
        byTime.remove(later);
      }
      enqueue(key);
    } finally {
      lock.unlock();
    }
  }

  /** Adds a key after a while; the earlier time counts when it is added twice. */
  public void addAfter(K key, Duration delay) {
    if (delay.isZero() || delay.isNegative()) {
      add(key);
      return;
    }
    lock.lock();
    try {
      long due = ticker.nanos() + delay.toNanos();
      Delayed<K> former = delayed.get(key);
      if (waiting.contains(key) || (former != null && former.due() - due <= 0)) {
        return;
      }
      if (former != null) {
        byTime.remove(former);
      } else if (full()) {
        refused = true;
        return;
      }
      Delayed<K> later = new Delayed<>(key, due);
      delayed.put(key, later);
      byTime.add(later);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a key that failed, after longer and longer times until {@link #forget}. */
  public void addAfterFailure(K key) {
    lock.lock();
    try {
      int count = failures.merge(key, 1, Integer::sum);
      Duration delay = FIRST_BACKOFF.multipliedBy(1L << Math.min(count - 1, DOUBLINGS));
      addAfter(key, delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the failures of a key. */
  public void forget(K key) {
    lock.lock();
    try {
      failures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /** The next key that is due, without waiting. Whoever takes it says when it is {@link #done}. */
  public Optional<K> poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next key, after waiting for one.
   *
   * @return empty when the queue is closed
   */
  public Optional<K> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        Optional<K> next = next();
        if (next.isPresent()) {
          return next;
        }
        Delayed<K> first = byTime.peek();
        long longest = first == null ? Long.MAX_VALUE : first.due() - ticker.nanos();
        long left = changed.awaitNanos(Math.max(1, longest));
        if (left > 0 && closed) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Says that a key is no longer being worked on. */
  public void done(K key) {
    lock.lock();
    try {
      working.remove(key);
      if (again.remove(key)) {
        enqueue(key);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How long until the next key is due; zero when one is, empty when none waits. */
  public Optional<Duration> untilNext() {
    lock.lock();
    try {
      if (!waiting.isEmpty()) {
        return Optional.of(Duration.ZERO);
      }
      Delayed<K> first = byTime.peek();
      return first == null
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(Math.max(0, first.due() - ticker.nanos())));
    } finally {
      lock.unlock();
    }
  }

  /** Whether a key was refused since this was last asked, so that all keys have to be added. */
  public boolean refusedOne() {
    lock.lock();
    try {
      boolean answer = refused;
      refused = false;
      return answer;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<K> next() {
    long now = ticker.nanos();
    while (!byTime.isEmpty() && byTime.element().due() - now <= 0) {
      Delayed<K> due = byTime.remove();
      delayed.remove(due.key());
      enqueue(due.key());
    }
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    K key = waiting.iterator().next();
    waiting.remove(key);
    working.add(key);
    return Optional.of(key);
  }

  private void enqueue(K key) {
    if (working.contains(key)) {
      again.add(key);
    } else if (!waiting.contains(key)) {
      if (full()) {
        refused = true;
        return;
      }
      waiting.add(key);
      changed.signal();
    }
  }

  private boolean full() {
    return waiting.size() + delayed.size() >= limit;
  }

  private record Delayed<K>(K key, long due) {}
}
