package dev.picket.sources.informer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits as long as it is told to, until it is closed; then nobody waits any more. */
public final class Patience implements Pause, AutoCloseable {

  private final CountDownLatch closing = new CountDownLatch(1);

  @Override
  public boolean await(Duration duration) {
    try {
      return !closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
