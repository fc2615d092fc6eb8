package dev.picket.server;

import dev.picket.observation.ChangeFeed;
import dev.picket.runtime.Repeater;
import dev.picket.runtime.Service;
import io.helidon.http.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the change feed for all event streams of this process: one question to the store serves
 * every subscriber, and none is asked while there are none.
 */
final class ChangeTail implements Service {

  private static final Logger log = LoggerFactory.getLogger(ChangeTail.class);
  private static final long IDLE = -1;

  private final ChangeFeed feed;
  private final StreamLimits limits;
  private final Repeater repeater;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final AtomicLong cutOff = new AtomicLong();
  private long position = IDLE;
  private boolean closed;

  ChangeTail(ChangeFeed feed, StreamLimits limits) {
    this.feed = feed;
    this.limits = limits;
    this.repeater = new Repeater("change-tail", limits.poll(), this::poll);
  }

  @Override
  public String name() {
    return "change-tail";
  }

  @Override
  public void start() {
    repeater.start();
  }

  /** Ends every stream; new ones are refused from now on. */
  @Override
  public void close() {
    repeater.close();
    endAll();
  }

  private synchronized void endAll() {
    closed = true;
    subscribers.forEach(Subscriber::end);
    subscribers.clear();
  }

  /** How many streams are open. */
  synchronized int open() {
    return subscribers.size();
  }

  /** How many streams were cut off because their clients did not keep up. */
  long cutOff() {
    return cutOff.get();
  }

  /**
   * Adds a stream, written by the calling thread. It is told of everything that is committed after
   * this returns; what was committed before, it may ask the feed for.
   *
   * @throws ProblemException when there are too many
   * @throws dev.picket.observation.StoreUnavailableException when the feed cannot answer now
   */
  synchronized Subscriber subscribe() {
    if (closed || subscribers.size() >= limits.subscribersMax()) {
      throw new ProblemException(
          Status.SERVICE_UNAVAILABLE_503,
          closed
              ? "This replica is closing. Connect again to reach another."
              : "There are " + limits.subscribersMax() + " event streams already.");
    }
    if (position == IDLE) {
      position = feed.latest();
    }
    Subscriber subscriber = new Subscriber(limits.queuedBatchesMax(), Thread.currentThread());
    subscribers.add(subscriber);
    return subscriber;
  }

  /** Removes a stream. */
  synchronized void unsubscribe(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  private void poll() {
    long from = following();
    if (from == IDLE) {
      return;
    }
    ChangeFeed.Batch batch = feed.since(from, limits.batchLimit());
    boolean nothing = batch instanceof ChangeFeed.Batch.Changes changes && changes.isEmpty();
    if (nothing) {
      moveTo(batch.position());
    } else {
      broadcast(Told.of(batch));
    }
  }

  private synchronized long following() {
    if (subscribers.isEmpty()) {
      position = IDLE;
    }
    return position;
  }

  private synchronized void moveTo(long reached) {
    position = reached;
  }

  private synchronized void broadcast(Told told) {
    position = told.position();
    List<Subscriber> slow = subscribers.stream().filter(each -> !each.offer(told)).toList();
    if (!slow.isEmpty()) {
      slow.forEach(subscribers::remove);
      cutOff.addAndGet(slow.size());
      log.atInfo().addKeyValue("streams", slow.size()).log("cut off streams that do not keep up");
    }
  }
}
