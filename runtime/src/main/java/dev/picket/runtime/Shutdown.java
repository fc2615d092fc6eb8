package dev.picket.runtime;

import java.util.concurrent.CountDownLatch;

/**
 * The barrier on which a process waits for its end: SIGTERM, SIGINT, or {@link #request()}.
 *
 * <p>The JVM ends as soon as its shutdown hooks have returned, so the hook that a signal starts
 * waits until {@link #finished()} says that everything has been closed. Use as
 *
 * <pre>{@code
 * Shutdown shutdown = Shutdown.onSignals();
 * try (services) {
 *   services.start();
 *   shutdown.await();
 * } finally {
 *   shutdown.finished();
 * }
 * }</pre>
 */
public final class Shutdown {

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  private Shutdown() {}

  /** A barrier that the signals to end release, too. */
  public static Shutdown onSignals() {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::endOfProcess, "shutdown"));
    return shutdown;
  }

  /** Asks the process to end. */
  public void request() {
    requested.countDown();
  }

  /** Waits until somebody asks for the end, or this thread is interrupted. */
  public void await() {
    try {
      requested.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that everything is closed and the JVM may go. */
  public void finished() {
    finished.countDown();
  }

  private void endOfProcess() {
    request();
    try {
      finished.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
