package dev.picket.store;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads and processes bring about. */
final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Eventually() {}

  /** The first answer that is not an exception. */
  static <T> T get(Callable<T> attempt) throws Exception {
    long start = System.nanoTime();
    while (true) {
      try {
        return attempt.call();
      } catch (Exception | AssertionError failure) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          throw failure;
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  /** Returns once it is so. */
  static void isTrue(Callable<Boolean> condition) throws Exception {
    get(() -> {
      if (!condition.call()) {
        throw new AssertionError("not so after " + PATIENCE);
      }
      return true;
    });
  }
}
