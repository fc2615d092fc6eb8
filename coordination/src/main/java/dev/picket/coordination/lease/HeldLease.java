package dev.picket.coordination.lease;

import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.Loop.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Lease that its holder has: renews it in time, writes annotations at once, notices when it
 * was lost, and lets go of it. For tasks of one {@link Loop} only.
 *
 * <p>At most one call is under way. A renewal whose reply was lost shows as a conflict at the next
 * one; reading the record then tells whether it is still ours.
 */
public final class HeldLease {

  private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

  private final LeaseStore store;
  private final LeaseTiming timing;
  private final LeaseRules rules;
  private final Loop loop;
  private final Clocks clocks;
  private final Listener listener;
  private final Map<String, String> annotations = new HashMap<>();

  private final String holder;
  private Lease current;
  private Loop.@Nullable Timer next;
  private @Nullable Runnable releasing;
  private boolean calling;
  private boolean changed;
  private boolean unsent;
  private boolean over;
  private boolean failing;

  /**
   * A lease that was just written.
   *
   * @param current as its store has it, with its holder
   * @param listener told on the loop
   */
  public HeldLease(
      LeaseStore store,
      LeaseTiming timing,
      LeaseRules rules,
      Loop loop,
      Clocks clocks,
      Lease current,
      Listener listener) {
    this.store = store;
    this.timing = timing;
    this.rules = rules;
    this.loop = loop;
    this.clocks = clocks;
    this.current = current;
    this.holder = current.holder();
    this.listener = listener;
  }

  /** What a holder wants to know. */
  public interface Listener {

    /** A renewal succeeded. */
    void renewed(Lease lease, Validity validity);

    /** It is not ours any more, and never will be again. */
    void lost(String reason);
  }

  /** Begins to renew; the first renewal is due after the retry period. */
  public void keep() {
    later(timing.retryPeriod());
  }

  /** The record as last written or read. */
  public Lease lease() {
    return current;
  }

  /** Sets annotations of the holder's own, and writes the record at once if they are news. */
  public void annotate(Map<String, String> more) {
    annotateLater(more);
    if (unsent) {
      changed = true;
      renew();
    }
  }

  /** Sets annotations of the holder's own, to be written with the next renewal. */
  public void annotateLater(Map<String, String> more) {
    for (Map.Entry<String, String> each : more.entrySet()) {
      unsent |= !each.getValue().equals(annotations.put(each.getKey(), each.getValue()));
    }
  }

  /** Writes the record now. */
  public void renew() {
    if (over || calling) {
      return;
    }
    cancelTimer();
    calling = true;
    changed = false;
    unsent = false;
    Moment sent = clocks.now();
    Lease renewal = renewal(sent);
    loop.call(() -> store.update(renewal), result -> renewed(result, sent));
  }

  /**
   * Lets go: nobody holds it afterwards. Call it when everything done in its name has finished.
   *
   * @param last annotations to leave behind
   * @param then runs when the store has taken it, or when it turned out to be lost
   */
  public void release(Map<String, String> last, Runnable then) {
    if (over) {
      then.run();
      return;
    }
    releasing = then;
    annotations.putAll(last);
    renew();
  }

  /** Stops renewing without letting go, as a crash would. */
  public void abandon() {
    over = true;
    cancelTimer();
  }

  private Lease renewal(Moment now) {
    Map<String, String> all = new HashMap<>(current.annotations());
    all.putAll(annotations);
    boolean letGo = releasing != null;
    return new Lease(
        current.group(),
        current.name(),
        letGo ? "" : holder,
        letGo ? Duration.ofSeconds(1) : timing.duration(),
        current.acquiredAt(),
        now.wall(),
        current.transitions(),
        all,
        current.revision());
  }

  private void renewed(Result<LeaseStore.Write> result, Moment sent) {
    calling = false;
    if (over) {
      return;
    }
    switch (result) {
      case Result.Answer<LeaseStore.Write>(LeaseStore.Write.Done(Lease written)) -> {
        works();
        written(written, sent);
      }
      case Result.Answer<LeaseStore.Write>(LeaseStore.Write.Conflict()) -> readAgain();
      case Result.Failure<LeaseStore.Write>(Exception cause) -> failed(cause);
    }
  }

  private void written(Lease written, Moment sent) {
    if (written.isVacant()) {
      finish();
      return;
    }
    current = written;
    listener.renewed(written, rules.validity(sent, clocks.now(), timing));
    if (changed || releasing != null) {
      renew();
    } else {
      later(timing.retryPeriod());
    }
  }

  private void readAgain() {
    calling = true;
    loop.call(() -> store.read(current.name()), this::readAgain);
  }

  private void readAgain(Result<Optional<Lease>> result) {
    calling = false;
    if (over) {
      return;
    }
    switch (result) {
      case Result.Answer<Optional<Lease>>(Optional<Lease> found) -> {
        works();
        recognise(found);
      }
      case Result.Failure<Optional<Lease>>(Exception cause) -> failed(cause);
    }
  }

  private void recognise(Optional<Lease> found) {
    if (found.isPresent() && rules.isStillOurs(found.get(), holder)) {
      current = found.get();
      renew();
    } else if (releasing != null) {
      finish();
    } else {
      over = true;
      listener.lost(found.map(HeldLease::heldBy).orElse("its Lease was deleted"));
    }
  }

  private static String heldBy(Lease lease) {
    return lease.isVacant()
        ? "its Lease was cleared"
        : "its Lease is held by '" + lease.holder() + "'";
  }

  private void finish() {
    over = true;
    cancelTimer();
    if (releasing != null) {
      releasing.run();
    }
  }

  private void failed(Exception cause) {
    if (!failing) {
      failing = true;
      log.atWarn()
          .addKeyValue("lease", current.name())
          .addKeyValue("cause", cause.toString())
          .log("cannot renew; will go on trying");
    }
    later(timing.pauseAfterFailure());
  }

  private void works() {
    if (failing) {
      failing = false;
      log.atInfo().addKeyValue("lease", current.name()).log("renews again");
    }
  }

  private void later(Duration delay) {
    cancelTimer();
    next = loop.schedule(delay, this::renew);
  }

  private void cancelTimer() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }
}
