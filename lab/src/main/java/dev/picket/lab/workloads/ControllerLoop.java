package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Cache;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.client.WorkQueue;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.runtime.Service;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a controller on a virtual thread of its own: takes keys from a queue that the caches'
 * changes fill, asks the controller, and performs what it wants. What the API refuses is tried
 * again later.
 */
final class ControllerLoop implements Service {

  private static final Logger log = LoggerFactory.getLogger(ControllerLoop.class);

  private static final int KEYS_MAX = 100_000;

  private final Controller controller;
  private final Caches caches;
  private final ActionPerformer performer;
  private final InstantSource clock;
  private final WorkQueue<NamespacedName> queue;
  private @Nullable Thread thread;

  ControllerLoop(
      Controller controller,
      Caches caches,
      ActionPerformer performer,
      InstantSource clock,
      Ticker ticker) {
    this.controller = controller;
    this.caches = caches;
    this.performer = performer;
    this.clock = clock;
    this.queue = new WorkQueue<>(ticker, KEYS_MAX);
    controller.watched().forEach(type -> caches.of(type).listen(this::changed));
  }

  @Override
  public String name() {
    return "lab-" + controller.name();
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      throw new IllegalStateException(name() + " was started before");
    }
    thread = Thread.ofVirtual().name(name()).start(this::work);
  }

  @Override
  public void close() {
    queue.close();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Works on the next key that is due.
   *
   * @return whether there was one
   */
  boolean step() {
    refill();
    Optional<NamespacedName> key = queue.poll();
    key.ifPresent(this::workOn);
    return key.isPresent();
  }

  /** How long until there is something to do; empty when nobody knows. */
  Optional<Duration> untilNext() {
    return queue.untilNext();
  }

  private void work() {
    try {
      Optional<NamespacedName> key = queue.take();
      while (key.isPresent()) {
        workOn(key.get());
        refill();
        key = queue.take();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void workOn(NamespacedName key) {
    try {
      Outcome outcome = controller.reconcile(key, caches, clock.instant());
      outcome.actions().forEach(performer::perform);
      queue.forget(key);
      Duration again = outcome.again();
      if (again != null) {
        queue.addAfter(key, again);
      }
    } catch (StatusException refused) {
      // Conflicts and the like are everyday life between controllers; the next try sees more.
      log.atDebug().addKeyValue("key", key).log("{}: {}", controller.name(), refused.getMessage());
      queue.addAfterFailure(key);
    } catch (RuntimeException failure) {
      log.atError().addKeyValue("key", key).setCause(failure).log("{} failed", controller.name());
      queue.addAfterFailure(key);
    } finally {
      queue.done(key);
    }
  }

  private void changed(ResourceType type, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    if (before != null) {
      controller.concerned(type, before, caches, queue::add);
    }
    if (after != null) {
      controller.concerned(type, after, caches, queue::add);
    }
  }

  /** Adds every object once more when the queue was too small for a key. */
  private void refill() {
    if (queue.refusedOne()) {
      Cache own = caches.of(controller.watched().getFirst());
      own.all().forEach(each -> queue.add(NamespacedName.of(each)));
    }
  }
}
