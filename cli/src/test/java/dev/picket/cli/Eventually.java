package dev.picket.cli;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads and processes bring about. */
final class Eventually {

  /** Longer than anything takes: it only says how long a test that fails takes to do so. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Eventually() {}

  /** Something that may not be so yet. */
  @FunctionalInterface
  interface Fact {
    void check();
  }

  /** Returns once it is so; when it never is, fails as it fails. */
  static void so(Fact fact) {
    long begun = System.nanoTime();
    while (true) {
      try {
        fact.check();
        return;
      } catch (AssertionError | UncheckedIOException | UnavailableException notYet) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          throw notYet;
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }
}
