package dev.picket.kube;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closes something that somebody reads from, unless the reader is done in time. */
final class Deadline implements AutoCloseable {

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean missed;

  private Deadline() {}

  static Deadline of(Duration limit, Closeable subject) {
    Deadline deadline = new Deadline();
    Thread.ofVirtual().name("kube-deadline").start(() -> deadline.watchOver(limit, subject));
    return deadline;
  }

  /** Whether it came before the reader was done. */
  boolean missed() {
    return missed;
  }

  private void watchOver(Duration limit, Closeable subject) {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        missed = true;
        subject.close();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException alreadyBroken) {
      missed = true; // Its reader learns of it as well.
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
