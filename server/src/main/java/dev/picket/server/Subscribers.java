package dev.picket.server;

import io.helidon.http.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open event streams that are told the same things. Those who do not keep up are cut off; their
 * number is bounded. Safe for use by many threads.
 *
 * @param <T> what they are told
 */
final class Subscribers<T> {

  private static final Logger log = LoggerFactory.getLogger(Subscribers.class);

  private final StreamLimits limits;
  private final Set<Subscriber<T>> open = new LinkedHashSet<>();
  private long cutOff;
  private boolean closed;

  Subscribers(StreamLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds a stream, written by the calling thread.
   *
   * @throws ProblemException when there are too many, or no more are taken
   */
  synchronized Subscriber<T> add() {
    if (closed || open.size() >= limits.subscribersMax()) {
      throw new ProblemException(
          Status.SERVICE_UNAVAILABLE_503,
          closed
              ? "This replica is closing. Connect again to reach another."
              : "There are " + limits.subscribersMax() + " event streams already.");
    }
    Subscriber<T> subscriber = new Subscriber<>(limits.queuedBatchesMax(), Thread.currentThread());
    open.add(subscriber);
    return subscriber;
  }

  synchronized void remove(Subscriber<T> subscriber) {
    open.remove(subscriber);
  }

  synchronized void tell(T told) {
    List<Subscriber<T>> slow = open.stream().filter(each -> !each.offer(told)).toList();
    if (!slow.isEmpty()) {
      slow.forEach(open::remove);
      cutOff += slow.size();
      log.atInfo().addKeyValue("streams", slow.size()).log("cut off streams that do not keep up");
    }
  }

  /** Ends every stream; new ones are refused from now on. */
  synchronized void endAll() {
    closed = true;
    open.forEach(Subscriber::end);
    open.clear();
  }

  synchronized int count() {
    return open.size();
  }

  /** How many were cut off. */
  synchronized long cutOff() {
    return cutOff;
  }
}
