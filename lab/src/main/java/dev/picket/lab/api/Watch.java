package dev.picket.lab.api;

import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Selection;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Change;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Subscription;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open watch. {@link #run} writes its events until its time is up, its client is gone or too
 * slow, or the lab closes. Used by one thread; {@link #close} may be called by any.
 */
public final class Watch implements AutoCloseable {

  private final ObjectStore store;
  private final Subscription subscription;
  private final List<StoredObject> initial;
  private final Selection selection;
  private final EventWriting writing;
  private final Options options;
  private final Ticker ticker;
  private final @Nullable StatusException refusal;

  Watch(
      ObjectStore store,
      Subscription subscription,
      List<StoredObject> initial,
      Selection selection,
      EventWriting writing,
      Options options,
      Ticker ticker,
      @Nullable StatusException refusal) {
    this.store = store;
    this.subscription = subscription;
    this.initial = initial;
    this.selection = selection;
    this.writing = writing;
    this.options = options;
    this.ticker = ticker;
    this.refusal = refusal;
  }

  /**
   * Writes events until the watch ends, which interrupts this thread if need be.
   *
   * @throws IOException when the client is gone
   * @throws InterruptedException when the watch was ended from outside
   */
  public void run(EventSink sink) throws IOException, InterruptedException {
    subscription.readBy(Thread.currentThread());
    try {
      if (refusal != null) {
        sink.event(EventWriting.event("ERROR", Json.bytes(refusal.status())));
      } else {
        for (StoredObject each : initial) {
          sink.event(writing.event("ADDED", each));
        }
        if (options.closesInitial()) {
          sink.event(writing.bookmark(options.initialRevision(), true));
        }
        sink.flush();
        follow(sink);
      }
      sink.flush();
    } finally {
      close();
    }
  }

  /** Ends it from outside: the thread that runs it is interrupted. */
  public void end() {
    subscription.end();
  }

  /** Whether it ended because its client did not keep up. */
  public boolean overrun() {
    return subscription.overrun();
  }

  @Override
  public void close() {
    store.unsubscribe(subscription);
  }

  private void follow(EventSink sink) throws IOException, InterruptedException {
    long start = ticker.nanos();
    while (!subscription.ended()) {
      long told = store.told();
      Duration left = options.timeout().minus(ticker.since(start));
      Duration patience =
          left.compareTo(options.bookmarkEvery()) < 0 ? left : options.bookmarkEvery();
      Change change = subscription.next(patience);
      if (change != null) {
        tell(change, sink);
        if (!subscription.more()) {
          sink.flush();
        }
      } else if (!subscription.ended()) {
        silence(told, sink);
      }
      if (!left.isPositive() && !subscription.more()) {
        return;
      }
    }
  }

  /** Nothing was waiting after `told` was read, so all changes up to it have been told. */
  private void silence(long told, EventSink sink) throws IOException {
    if (options.bookmarks()) {
      sink.event(writing.bookmark(told, false));
      sink.flush();
    } else {
      sink.silence();
    }
  }

  private void tell(Change change, EventSink sink) throws IOException {
    StoredObject before = change.before();
    boolean was = before != null && selection.matches(before);
    boolean is = change.type() != Change.Type.DELETED && selection.matches(change.object());
    if (is) {
      sink.event(writing.event(was ? "MODIFIED" : "ADDED", change.object()));
    } else if (was && before != null) {
      sink.event(
          change.type() == Change.Type.DELETED
              ? writing.event("DELETED", change.object())
              : writing.event("DELETED", before, change.revision()));
    }
  }

  /**
   * How a watch behaves.
   *
   * @param timeout after which it ends
   * @param bookmarks whether the client wants them
   * @param bookmarkEvery after how much silence one is sent
   * @param closesInitial whether a bookmark says that the initial events are over
   * @param initialRevision the revision that the initial events add up to
   */
  record Options(
      Duration timeout,
      boolean bookmarks,
      Duration bookmarkEvery,
      boolean closesInitial,
      long initialRevision) {}
}
