package dev.picket.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task again and again on a virtual thread of its own, with a fixed pause between the end of
 * one run and the start of the next.
 *
 * <p>A run that throws is logged when the failures begin and when they end, not each time, and does
 * not stop the next. {@link #close()} lets a run in progress finish, and interrupts it only after
 * {@link #GRACE}.
 */
public final class Repeater implements Service {

  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Repeater.class);

  private final String name;
  private final Duration pause;
  private final Runnable task;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;
  private boolean failing;

  public Repeater(String name, Duration pause, Runnable task) {
    this.name = name;
    this.pause = pause;
    this.task = task;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      throw new IllegalStateException("repeater " + name + " was started before");
    }
    thread = Thread.ofVirtual().name(name).start(this::repeat);
  }

  @Override
  public void close() {
    closing.countDown();
    Thread running = running();
    if (running == null) {
      return;
    }
    try {
      if (!running.join(GRACE)) {
        running.interrupt();
        running.join();
      }
    } catch (InterruptedException interrupted) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Thread running() {
    return thread;
  }

  private void repeat() {
    try {
      do {
        runOnce();
      } while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() {
    try {
      task.run();
      if (failing) {
        failing = false;
        log.atInfo().addKeyValue("task", name).log("works again");
      }
    } catch (RuntimeException failure) {
      if (!failing) {
        failing = true;
        log.atWarn().addKeyValue("task", name).setCause(failure).log("failed; will try again");
      }
    }
  }
}
