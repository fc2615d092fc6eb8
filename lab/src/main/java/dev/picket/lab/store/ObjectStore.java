package dev.picket.lab.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The lab's memory. One writer at a time decides on what there is and changes it; readers take
 * snapshots and wait for nobody. Safe for use by many threads.
 *
 * <p>There are two heads: writers build on each other's changes at once, while readers and
 * subscriptions see only what the journal has made durable. No writer is answered, not even with a
 * refusal, before everything that it has seen is durable. While the journal waits for the disk,
 * other writers decide.
 */
public final class ObjectStore {

  /** Held to decide; the head is what the next writer finds. */
  private final ReentrantLock writing = new ReentrantLock();

  /** Held, after the other one if both are, to make changes visible, and to begin to see them. */
  private final ReentrantLock publishing = new ReentrantLock();

  private final Map<String, List<Subscription>> subscriptions = new ConcurrentHashMap<>();
  private final History history;
  private final Journal journal;
  private final AtomicLong overruns = new AtomicLong();
  private Snapshot head;
  private Commit last = Commit.nothing();
  private volatile Snapshot latest;
  private volatile long told;
  private boolean closed;

  /**
   * @param start the revision of the empty store
   * @param historyLimit how many changes are held for watches and exact lists
   */
  public ObjectStore(long start, int historyLimit, Journal journal) {
    this(new Snapshot(start, SortedTree.empty()), new History(historyLimit, start), journal);
  }

  /** A store that goes on after what was found. */
  ObjectStore(Snapshot latest, History history, Journal journal) {
    this.head = latest;
    this.latest = latest;
    this.told = latest.revision();
    this.history = history;
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
   *
   * @throws JournalException when what was changed, or seen, may be lost
   */
  public <R> R write(Function<Transaction, R> decision) {
    Decided<R> decided = decide(decision);
    decided.seen().await();
    return decided.outcome().get();
  }

  /** Decides as {@link #write} does, and changes nothing. */
  public <R> R rehearse(Function<Transaction, R> decision) {
    return decision.apply(new Transaction(latest, true));
  }

  /** Subscribes to the changes after a revision; empty when some of them are gone or to come. */
  public Optional<Subscription> subscribe(Scope scope, long after, int limit) {
    publishing.lock();
    try {
      if (after < history.floor() || after > latest.revision()) {
        return Optional.empty();
      }
      return Optional.of(register(scope, history.since(after, scope), limit));
    } finally {
      publishing.unlock();
    }
  }

  /** Subscribes to the changes after the newest state, which it gives, too. */
  public Joined join(Scope scope, int limit) {
    publishing.lock();
    try {
      return new Joined(latest, register(scope, List.of(), limit));
    } finally {
      publishing.unlock();
    }
  }

  public void unsubscribe(Subscription subscription) {
    readers(subscription.scope().resource()).remove(subscription);
    subscription.released();
    subscription.end();
  }

  /** Ends every subscription, and those that are still to come at once. */
  public void close() {
    publishing.lock();
    try {
      closed = true;
      endSubscriptions();
    } finally {
      publishing.unlock();
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

  private <R> Decided<R> decide(Function<Transaction, R> decision) {
    writing.lock();
    try {
      Transaction transaction = new Transaction(head, false);
      R result = decision.apply(transaction);
      if (!transaction.made().isEmpty()) {
        Commit commit = new Commit(transaction.made(), this::publish);
        journal.append(commit);
        head = transaction.now();
        last = commit;
      }
      return new Decided<>(() -> result, last);
    } catch (RuntimeException refusal) {
      return new Decided<>(
          () -> {
            throw refusal;
          },
          last);
    } finally {
      writing.unlock();
    }
  }

  private void publish(List<Transaction.Made> made) {
    if (made.isEmpty()) {
      return;
    }
    publishing.lock();
    try {
      made.forEach(history::add);
      latest = made.getLast().after();
      made.forEach(each -> tell(each.change()));
      told = latest.revision();
    } finally {
      publishing.unlock();
    }
  }

  private void tell(Change change) {
    Key key = change.object().key();
    offer(change, readers(key.resource()));
    offer(change, readers(Scope.EVERYTHING.resource()));
  }

  private void offer(Change change, List<Subscription> readers) {
    for (Subscription each : readers) {
      if (each.scope().holds(change.object().key()) && !each.ended() && !each.offer(change)) {
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

  /** How a decision ended, and the last commit that it may have seen. */
  private record Decided<R>(Supplier<R> outcome, Commit seen) {}
}
