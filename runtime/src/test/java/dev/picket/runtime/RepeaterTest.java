package dev.picket.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RepeaterTest {

  @Test
  void goesOnAfterARunThatFails() throws InterruptedException {
    CountDownLatch third = new CountDownLatch(3);
    Runnable task =
        () -> {
          third.countDown();
          throw new IllegalStateException("this run fails, as the test wants");
        };
    try (Repeater repeater = new Repeater("failing", Duration.ofMillis(1), task)) {
      repeater.start();
      assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closeWaitsForTheRunInProgressAndStartsNoOther() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger finished = new AtomicInteger();
    CountDownLatch mayFinish = new CountDownLatch(1);
    Repeater repeater =
        new Repeater(
            "slow",
            Duration.ofHours(1),
            () -> {
              begun.countDown();
              try {
                mayFinish.await();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
              finished.incrementAndGet();
            });
    repeater.start();
    begun.await();
    mayFinish.countDown();
    repeater.close();
    repeater.close();
    assertThat(finished).hasValue(1);
  }
}
