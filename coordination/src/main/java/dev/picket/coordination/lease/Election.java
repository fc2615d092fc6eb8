package dev.picket.coordination.lease;

import dev.picket.coordination.lease.LeaseStore.Write;
import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.Loop.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Elects one leader among candidates by a Lease.
 *
 * <p>A candidate leads while its last renewal that succeeded is younger than the renew deadline, by
 * both of its clocks, counted from when it was sent; it stops leading the moment it sees another
 * holder. Standbys try when the lease is vacant, and at its observed expiry. {@link #isLeading()}
 * asks the clocks itself, so it is right even while every other thread hangs.
 *
 * <p>{@link #state()}, {@link #await}, {@link #isLeading()} and {@link #isCurrentFor} may be called
 * by any thread; the rest, like the listener, belongs to the {@link Loop}.
 */
public final class Election {

  private final LeaseStore store;
  private final String group;
  private final String leaseName;
  private final String candidate;
  private final LeaseTiming timing;
  private final LeaseRules rules;
  private final Loop loop;
  private final Clocks clocks;
  private final RandomGenerator random;
  private final Consumer<State> listener;
  private final LeaseObserver observer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition entered = lock.newCondition();
  private volatile State state = new State.Following("");
  private @Nullable HeldLease held;
  private Loop.@Nullable Timer next;
  private boolean calling;
  private boolean closed;

  /**
   * A candidacy; it begins with {@link #start()}.
   *
   * @param candidate unique to this process, over restarts too
   * @param listener told of every change of state, on the loop
   */
  public Election(
      LeaseStore store,
      String group,
      String leaseName,
      String candidate,
      LeaseTiming timing,
      LeaseRules rules,
      Loop loop,
      Clocks clocks,
      RandomGenerator random,
      Consumer<State> listener) {
    this.store = store;
    this.group = group;
    this.leaseName = leaseName;
    this.candidate = candidate;
    this.timing = timing;
    this.rules = rules;
    this.loop = loop;
    this.clocks = clocks;
    this.random = random;
    this.listener = listener;
    this.observer = new LeaseObserver(timing, rules);
  }

  /** How a candidacy stands. */
  public sealed interface State {

    /**
     * This candidate leads while its validity holds.
     *
     * @param revision of the Lease when leadership was won: above that of every earlier write
     */
    record Leading(Validity validity, long revision) implements State {}

    /**
     * Somebody else leads, or nobody.
     *
     * @param leader as far as known; empty for nobody
     */
    record Following(String leader) implements State {}
  }

  /** The state as last seen; a leader's may have run out since, see {@link #isLeading()}. */
  public State state() {
    return state;
  }

  /** Whether this candidate leads now. */
  public boolean isLeading() {
    return state instanceof State.Leading leading && leading.validity().holds(clocks);
  }

  /** Whether this holder leads, as far as this candidate knows. */
  public boolean isCurrentFor(String holder) {
    return holder.equals(candidate)
        ? isLeading()
        : state instanceof State.Following following && following.leader().equals(holder);
  }

  /**
   * Waits, on a thread other than the loop's, until the state is as wanted.
   *
   * @param most how long to wait at most
   * @return the state, as wanted unless the time was over before
   */
  public State await(Predicate<State> wanted, Duration most) throws InterruptedException {
    long left = most.toNanos();
    lock.lock();
    try {
      while (!wanted.test(state) && left > 0) {
        left = entered.awaitNanos(left);
      }
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Begins to try. */
  public void start() {
    tryAcquire();
  }

  /** Looks at the Lease now, and takes it if it may; a leader's renewals go on by themselves. */
  public void tryAcquire() {
    if (closed || calling || held != null) {
      return;
    }
    calling = true;
    cancelTimer();
    long known = observer.revision(leaseName);
    loop.call(() -> store.read(leaseName), result -> looked(result, known));
  }

  /** Notes what a watch told; a vacant Lease is tried for at once. */
  public void hint(Lease lease) {
    if (held == null && lease.name().equals(leaseName) && observer.see(lease, clocks.now())) {
      become(new State.Following(lease.holder()));
      if (lease.isVacant()) {
        tryAcquire();
      } else {
        standBy(lease);
      }
    }
  }

  /**
   * Stops leading, releases the Lease, and leaves it to others for its duration.
   *
   * @param then runs when it is released, or at once when this candidate does not lead
   */
  public void stepDown(Runnable then) {
    HeldLease leaving = held;
    if (leaving == null) {
      then.run();
      return;
    }
    become(new State.Following(""));
    leaving.release(
        Map.of(),
        () -> {
          held = null;
          later(timing.duration());
          then.run();
        });
  }

  /** Steps down and tries no more. */
  public void close(Runnable then) {
    closed = true;
    cancelTimer();
    stepDown(then);
  }

  /** Stops everything without letting go, as a crash would. */
  public void abandon() {
    closed = true;
    cancelTimer();
    enter(new State.Following(""));
    if (held != null) {
      held.abandon();
    }
  }

  private void looked(Result<Optional<Lease>> result, long knownWhenAsked) {
    calling = false;
    if (closed) {
      return;
    }
    switch (result) {
      case Result.Answer<Optional<Lease>>(Optional<Lease> found) -> {
        // What is read is never older than what was known before it was asked for.
        if (found.isPresent() && found.get().revision() < knownWhenAsked) {
          observer.forget(leaseName);
        }
        found.ifPresentOrElse(this::consider, this::create);
      }
      case Result.Failure<Optional<Lease>> _ -> later(timing.pauseAfterFailure());
    }
  }

  private void consider(Lease lease) {
    Moment now = clocks.now();
    observer.see(lease, now);
    // Our own name in it is from a write whose reply was lost.
    boolean free = lease.isVacant() || lease.holder().equals(candidate);
    if (free || observer.untilExpiry(lease, now).isZero()) {
      write(lease);
    } else {
      become(new State.Following(lease.holder()));
      standBy(lease);
    }
  }

  private void create() {
    write(new Lease(group, leaseName, "", Duration.ZERO, null, null, 0, Map.of(), 0));
  }

  private void write(Lease known) {
    calling = true;
    Moment sent = clocks.now();
    Instant wall = sent.wall();
    int transitions = known.revision() == 0 ? 0 : known.transitions() + 1;
    Lease taken =
        new Lease(
            group,
            leaseName,
            candidate,
            timing.duration(),
            wall,
            wall,
            transitions,
            known.annotations(),
            known.revision());
    loop.call(
        () -> known.revision() == 0 ? store.create(taken) : store.update(taken),
        result -> wrote(result, sent));
  }

  private void wrote(Result<Write> result, Moment sent) {
    calling = false;
    switch (result) {
      case Result.Answer<Write>(Write.Done(Lease lease)) -> won(lease, sent);
      case Result.Answer<Write>(Write.Conflict()) -> tryAcquire();
      case Result.Failure<Write> _ -> later(timing.pauseAfterFailure());
    }
  }

  private void won(Lease lease, Moment sent) {
    observer.see(lease, clocks.now());
    HeldLease keeping =
        new HeldLease(store, timing, rules, loop, clocks, lease, new Keeping(lease.revision()));
    held = keeping;
    if (closed) {
      keeping.release(Map.of(), () -> held = null);
      return;
    }
    become(new State.Leading(rules.validity(sent, clocks.now(), timing), lease.revision()));
    keeping.keep();
  }

  private final class Keeping implements HeldLease.Listener {

    private final long revision;

    Keeping(long revision) {
      this.revision = revision;
    }

    @Override
    public void renewed(Lease lease, Validity validity) {
      observer.see(lease, clocks.now());
      become(new State.Leading(validity, revision));
    }

    @Override
    public void lost(String reason) {
      held = null;
      become(new State.Following(""));
      tryAcquire();
    }
  }

  private void enter(State next) {
    lock.lock();
    try {
      state = next;
      entered.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void become(State next) {
    State before = state;
    enter(next);
    boolean renewal =
        before instanceof State.Leading was
            && next instanceof State.Leading is
            && was.revision() == is.revision()
            && !was.validity().hasEnded();
    if (!before.equals(next) && !renewal) {
      listener.accept(next);
    }
  }

  private void standBy(Lease lease) {
    Duration untilExpiry = observer.untilExpiry(lease, clocks.now());
    Duration wait = rules.standby(untilExpiry, timing, random.nextDouble());
    // Watches may lose what they should tell, so look from time to time.
    later(wait.compareTo(timing.retryPeriod()) < 0 ? wait : timing.retryPeriod());
  }

  private void later(Duration delay) {
    cancelTimer();
    if (!closed) {
      next = loop.schedule(delay, this::tryAcquire);
    }
  }

  private void cancelTimer() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }
}
