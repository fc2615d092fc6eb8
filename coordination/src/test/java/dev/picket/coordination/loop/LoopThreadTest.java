package dev.picket.coordination.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.Told;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoopThreadTest {

  private final LoopThread loop = new LoopThread("test-loop", Ticker.system());
  private final Told<String> told = new Told<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void tasksRunInTheOrderInWhichTheyWereGiven() {
    loop.start();
    IntStream.range(0, 1_000).forEach(i -> loop.execute(() -> told.accept("" + i)));
    told.awaitAll(all -> all.size() == 1_000);
    assertThat(told.soFar()).isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "" + i).toList());
  }

  @Test
  void whatIsGivenBeforeTheStartRunsAfterIt() {
    loop.execute(() -> told.accept("early"));
    assertThat(told.soFar()).isEmpty();
    loop.start();
    told.await("early"::equals);
  }

  @Test
  void tasksRunOnItsThreadOneAtATime() {
    loop.start();
    loop.execute(() -> told.accept(Thread.currentThread().getName()));
    loop.schedule(Duration.ofMillis(1), () -> told.accept(Thread.currentThread().getName()));
    told.awaitAll(all -> all.size() == 2);
    assertThat(told.soFar()).containsOnly("test-loop");
  }

  @Test
  void timersRunInTheOrderOfTheirTimes() {
    AtomicLong nanos = new AtomicLong();
    try (LoopThread timed = new LoopThread("timed", nanos::get)) {
      timed.schedule(Duration.ofMillis(30), () -> told.accept("third"));
      timed.schedule(Duration.ofMillis(1), () -> told.accept("second"));
      timed.execute(() -> told.accept("first"));
      nanos.set(Duration.ofMillis(30).toNanos());
      timed.start();
      told.awaitAll(all -> all.equals(List.of("first", "second", "third")));
    }
  }

  @Test
  void aTimerRunsNotBeforeItsTime() {
    loop.start();
    long before = System.nanoTime();
    loop.schedule(Duration.ofMillis(20), () -> told.accept("due"));
    told.await("due"::equals);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void aTaskThatComesLaterMayBeDueEarlier() {
    loop.start();
    Loop.Timer never = loop.schedule(Duration.ofDays(1), () -> told.accept("late"));
    loop.execute(() -> told.accept("now"));
    told.await("now"::equals);
    never.cancel();
  }

  @Test
  void aCancelledTimerDoesNotRun() {
    Loop.Timer timer = loop.schedule(Duration.ofMillis(1), () -> told.accept("cancelled"));
    timer.cancel();
    timer.cancel();
    loop.schedule(Duration.ofMillis(2), () -> told.accept("after"));
    loop.start();
    told.await("after"::equals);
    assertThat(told.soFar()).containsExactly("after");
  }

  @Test
  void aTaskThatThrowsDoesNotEndTheLoop() {
    loop.start();
    loop.execute(() -> {
      throw new IllegalStateException("a bug");
    });
    loop.execute(() -> {
      throw new StackOverflowError("a bug too");
    });
    loop.execute(() -> told.accept("lives"));
    told.await("lives"::equals);
  }

  @Test
  void callsRunElsewhereAndTheirResultsComeBackAsTasks() {
    loop.start();
    CountDownLatch release = new CountDownLatch(1);
    loop.call(
        () -> {
          release.await();
          return Thread.currentThread().getName();
        },
        result -> told.accept(result + " on " + Thread.currentThread().getName()));
    // The call does not hold this up.
    loop.execute(release::countDown);
    assertThat(told.await(each -> each.contains("test-loop-call-1")))
        .startsWith("Answer")
        .endsWith(" on test-loop");
  }

  @Test
  void aCallThatThrowsAnythingIsAFailure() {
    loop.start();
    loop.<String>call(
        () -> {
          throw new IllegalStateException("refused");
        },
        result -> told.accept(result.toString()));
    told.await(each -> each.startsWith("Failure") && each.contains("refused"));
    loop.<String>call(
        () -> {
          throw new NoClassDefFoundError("gone");
        },
        result -> told.accept(result.toString()));
    told.await(each -> each.startsWith("Failure") && each.contains("the call failed"));
  }

  @Test
  void afterItWasClosedNothingRuns() {
    loop.start();
    CountDownLatch answer = new CountDownLatch(1);
    loop.call(
        () -> {
          answer.await();
          return "late";
        },
        _ -> told.accept("late"));
    loop.schedule(Duration.ofMillis(1), () -> told.accept("first"));
    told.await("first"::equals);
    loop.close();
    loop.close();
    answer.countDown();
    loop.execute(() -> told.accept("late"));
    loop.schedule(Duration.ZERO, () -> told.accept("late"));
    assertThat(told.soFar()).containsExactly("first");
  }

  @Test
  void closingWaitsForTheTaskThatRuns() {
    loop.start();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    loop.execute(() -> {
      begun.countDown();
      await(closing);
      told.accept("done");
    });
    await(begun);
    closing.countDown();
    loop.close();
    assertThat(told.soFar()).containsExactly("done");
  }

  @Test
  void aTaskMayCloseItsOwnLoop() {
    loop.start();
    loop.execute(() -> {
      loop.close();
      told.accept("closed");
    });
    told.await("closed"::equals);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
