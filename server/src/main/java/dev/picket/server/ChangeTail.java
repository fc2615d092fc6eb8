package dev.picket.server;

import dev.picket.observation.ChangeFeed;
import dev.picket.runtime.Repeater;
import dev.picket.runtime.Service;

/**
 * Follows the change feed for all event streams of this process: one question to the store serves
 * every subscriber, and none is asked while there are none.
 */
final class ChangeTail implements Service {

  private static final long IDLE = -1;

  private final ChangeFeed feed;
  private final StreamLimits limits;
  private final Repeater repeater;
  private final Subscribers<Told> subscribers;
  private long position = IDLE;

  ChangeTail(ChangeFeed feed, StreamLimits limits) {
    this.feed = feed;
    this.limits = limits;
    this.subscribers = new Subscribers<>(limits);
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
    subscribers.endAll();
  }

  /** How many streams are open. */
  int open() {
    return subscribers.count();
  }

  /** How many streams were cut off because their clients did not keep up. */
  long cutOff() {
    return subscribers.cutOff();
  }

  /**
   * Adds a stream, written by the calling thread. It is told of everything that is committed after
   * this returns; what was committed before, it may ask the feed for.
   *
   * @throws ProblemException when there are too many
   * @throws dev.picket.observation.StoreUnavailableException when the feed cannot answer now
   */
  synchronized Subscriber<Told> subscribe() {
    Subscriber<Told> subscriber = subscribers.add();
    if (position == IDLE) {
      try {
        position = feed.latest();
      } catch (RuntimeException unknown) {
        subscribers.remove(subscriber);
        throw unknown;
      }
    }
    return subscriber;
  }

  /** Removes a stream. */
  void unsubscribe(Subscriber<Told> subscriber) {
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
    if (subscribers.count() == 0) {
      position = IDLE;
    }
    return position;
  }

  private synchronized void moveTo(long reached) {
    position = reached;
  }

  private synchronized void broadcast(Told told) {
    position = told.position();
    subscribers.tell(told);
  }
}
