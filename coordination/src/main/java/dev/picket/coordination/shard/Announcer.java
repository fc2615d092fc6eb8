package dev.picket.coordination.shard;

import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.shard.ShardEvent.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners, on a loop of their own, so that none of them can hold up a renewal. Called
 * from the member's loop.
 */
final class Announcer {

  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final Loop events;
  private final Loop member;
  private final List<ShardListener> listeners = new ArrayList<>();

  Announcer(Loop events, Loop member) {
    this.events = events;
    this.member = member;
  }

  /** Adds a listener, and tells it what it has missed; nobody waits for it to warm up. */
  void add(ShardListener listener, PartitionSet coming, PartitionSet open) {
    listeners.add(listener);
    PartitionSet missed = coming.plus(open);
    if (!missed.isEmpty()) {
      tell(listener, new ShardEvent.Prepare(missed, () -> {}));
    }
    if (!open.isEmpty()) {
      tell(listener, new ShardEvent.Acquired(open));
    }
  }

  /**
   * Has everybody warm up.
   *
   * @param warm runs on the member's loop once everybody is ready
   */
  void prepare(PartitionSet partitions, Runnable warm) {
    if (partitions.isEmpty()) {
      return;
    }
    AtomicInteger missing = new AtomicInteger(listeners.size());
    if (listeners.isEmpty()) {
      member.execute(warm);
    }
    for (ShardListener each : listeners) {
      AtomicBoolean ready = new AtomicBoolean();
      Runnable oneIsReady =
          () -> {
            if (ready.compareAndSet(false, true) && missing.decrementAndGet() == 0) {
              member.execute(warm);
            }
          };
      tell(each, new ShardEvent.Prepare(partitions, oneIsReady));
    }
  }

  void acquired(PartitionSet partitions) {
    tell(partitions, new ShardEvent.Acquired(partitions));
  }

  void draining(PartitionSet partitions) {
    tell(partitions, new ShardEvent.Draining(partitions));
  }

  void lost(PartitionSet partitions, Cause cause) {
    tell(partitions, new ShardEvent.Lost(partitions, cause));
  }

  private void tell(PartitionSet partitions, ShardEvent event) {
    if (!partitions.isEmpty()) {
      listeners.forEach(each -> tell(each, event));
    }
  }

  private void tell(ShardListener listener, ShardEvent event) {
    events.execute(() -> {
      try {
        listener.on(event);
      } catch (RuntimeException bug) {
        log.atError().addKeyValue("event", event).setCause(bug).log("a listener failed");
      }
    });
  }
}
