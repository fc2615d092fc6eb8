package dev.picket.lab.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The lab's memory. One writer at a time decides on what there is and changes it; readers take
 * snapshots and wait for nobody. Safe for use by many threads.
 */
public final class ObjectStore {

  private final ReentrantLock writing = new ReentrantLock();
  private final Map<String, List<Subscription>> subscriptions = new ConcurrentHashMap<>();
  private final History history;
  private final Journal journal;
  private final AtomicLong overruns = new AtomicLong();
  private volatile Snapshot latest;
  private volatile long told;
  private boolean closed;

  /**
   * @param start the revision of the empty store
   * @param historyLimit how many changes are held for watches and exact lists
   */
  public ObjectStore(long start, int historyLimit, Journal journal) {
    this.history = new History(historyLimit, start);
    this.latest = new Snapshot(start, SortedTree.empty());
    this.told = start;
    this.journal = journal;
  }

  /** The newest state. */
  public Snapshot latest() {
    return latest;
  }

  /** The state at exactly this revision; empty when it is no longer, or not yet, held. */
  public Optional<Snapshot> at(long revision) {
    Snapshot now = latest;
    return now.revision() == revision ? Optional.of(now) : history.at(revision);
  }

  /** A revision up to which every subscription has been offered its changes. */
  public long told() {
    return told;
  }

  /** The oldest revision that a watch may start from. */
  public long floor() {
    return history.floor();
  }

  /** How many subscriptions ended because their readers did not keep up. */
  public long overruns() {
    return overruns.get();
  }

  /**
   * Decides under the lock and makes the changes of the transaction visible; none of them when the
   * decision throws.
   */
  public <R> R write(Function<Transaction, R> decision) {
    writing.lock();
    try {
      Transaction transaction = new Transaction(latest);
      R result = decision.apply(transaction);
      commit(transaction);
      return result;
    } finally {
      writing.unlock();
    }
  }

  /** Decides as {@link #write} does, and changes nothing. */
  public <R> R rehearse(Function<Transaction, R> decision) {
    return decision.apply(new Transaction(latest));
  }

  /** Subscribes to the changes after a revision; empty when some of them are gone or to come. */
  public Optional<Subscription> subscribe(Scope scope, long after, int limit) {
    writing.lock();
    try {
      if (after < history.floor() || after > latest.revision()) {
        return Optional.empty();
      }
      return Optional.of(register(scope, history.since(after, scope), limit));
    } finally {
      writing.unlock();
    }
  }

  /** Subscribes to the changes after the newest state, which it gives, too. */
  public Joined join(Scope scope, int limit) {
    writing.lock();
    try {
      return new Joined(latest, register(scope, List.of(), limit));
    } finally {
      writing.unlock();
    }
  }

  public void unsubscribe(Subscription subscription) {
    readers(subscription.scope().resource()).remove(subscription);
    subscription.released();
    subscription.end();
  }

  /** Ends every subscription, and those that are still to come at once. */
  public void close() {
    writing.lock();
    try {
      closed = true;
      endSubscriptions();
    } finally {
      writing.unlock();
    }
  }

  /** Ends the subscriptions that there are. */
  public void endSubscriptions() {
    subscriptions.values().forEach(each -> each.forEach(Subscription::end));
  }

  private Subscription register(Scope scope, List<Change> backlog, int limit) {
    Subscription subscription = new Subscription(scope, backlog, limit);
    readers(scope.resource()).add(subscription);
    if (closed) {
      subscription.end();
    }
    return subscription;
  }

  private void commit(Transaction transaction) {
    List<Transaction.Made> made = transaction.made();
    if (made.isEmpty()) {
      return;
    }
    journal.append(made.stream().map(Transaction.Made::change).toList());
    made.forEach(history::add);
    latest = transaction.now();
    made.forEach(each -> tell(each.change()));
    told = latest.revision();
  }

  private void tell(Change change) {
    Key key = change.object().key();
    for (Subscription each : readers(key.resource())) {
      if (each.scope().holds(key) && !each.ended() && !each.offer(change)) {
        overruns.incrementAndGet();
      }
    }
  }

  private List<Subscription> readers(String resource) {
    return subscriptions.computeIfAbsent(resource, _ -> new CopyOnWriteArrayList<>());
  }

  /**
   * A state and the subscription to what comes after it.
   *
   * @param snapshot the state
   * @param subscription to everything after it
   */
  public record Joined(Snapshot snapshot, Subscription subscription) {}
}
