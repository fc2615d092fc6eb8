package dev.picket.kube;

import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts that should last, such as watches: doubling while they fail at once, each
 * shortened at random by up to a half so that many clients do not come back together. An attempt
 * that lasted a while counts as having worked. For one thread.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration LASTING = Duration.ofSeconds(1);

  private final Ticker ticker;
  private final RandomGenerator random;
  private final CountDownLatch ended;
  private Duration next = FIRST;
  private long began;

  /**
   * New, without failures.
   *
   * @param ended ends every pause when it reaches zero
   */
  Backoff(Ticker ticker, RandomGenerator random, CountDownLatch ended) {
    this.ticker = ticker;
    this.random = random;
    this.ended = ended;
    this.began = ticker.nanos();
  }

  /** The last attempt worked, however short it was. */
  void reset() {
    next = FIRST;
  }

  /**
   * Waits.
   *
   * @return whether to try again; false once it is ended
   */
  boolean pause() {
    if (ticker.since(began).compareTo(LASTING) >= 0) {
      reset();
    }
    long nanos = next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    try {
      return !ended.await(nanos / 2 + random.nextLong(nanos / 2), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      began = ticker.nanos();
    }
  }
}
