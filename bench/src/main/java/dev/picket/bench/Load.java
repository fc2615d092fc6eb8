package dev.picket.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests over a number of connections for a time.
 *
 * <p>{@link #saturate} sends on each connection as soon as the last answer is there: it finds the
 * peak. {@link #openLoop} sends by a timetable that does not wait for answers, and counts latency
 * from the time in the table, so that a stall of the server shows in every request it delayed.
 */
final class Load {

  private static final long HIGHEST_MICROS = Duration.ofMinutes(2).toNanos() / 1_000;

  private final Scenario scenario;
  private final int port;
  private final int connections;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Histogram latencyMicros = new ConcurrentHistogram(HIGHEST_MICROS, 3);

  /**
   * What came of it.
   *
   * @param acknowledged events in requests that were answered 200
   * @param failed events in requests that were answered otherwise or not at all
   * @param elapsed from the first request's start to the last answer
   */
  record Result(long acknowledged, long failed, Duration elapsed, Histogram latencyMicros) {
    double perSecond() {
      return acknowledged / (elapsed.toNanos() / 1e9);
    }
  }

  Load(Scenario scenario, int port, int connections) {
    this.scenario = scenario;
    this.port = port;
    this.connections = connections;
  }

  Result saturate(Duration duration, long seed) {
    return run(duration, seed, 0);
  }

  Result openLoop(double requestsPerSecond, Duration duration, long seed) {
    return run(duration, seed, (long) (1e9 * connections / requestsPerSecond));
  }

  private Result run(Duration duration, long seed, long intervalNanos) {
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    SplittableRandom seeds = new SplittableRandom(seed);
    long[] startNanos = new long[1];
    for (int i = 0; i < connections; i++) {
      SplittableRandom random = seeds.split();
      long offset = intervalNanos * i / connections;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                awaitBegin(begin);
                drive(
                    random,
                    startNanos[0] + offset,
                    intervalNanos,
                    startNanos[0] + duration.toNanos());
              }));
    }
    startNanos[0] = System.nanoTime();
    begin.countDown();
    threads.forEach(Load::join);
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos[0]);
    return new Result(acknowledged.sum(), failed.sum(), elapsed, latencyMicros);
  }

  private void drive(SplittableRandom random, long firstNanos, long intervalNanos, long endNanos) {
    Payloads payloads = new Payloads(random, scenario.run(), scenario.repeats());
    try (Connection connection = new Connection(port, scenario.path())) {
      long dueNanos = firstNanos;
      while (System.nanoTime() < endNanos && dueNanos < endNanos) {
        byte[] body = scenario.body(payloads);
        waitUntil(dueNanos);
        long sentNanos = intervalNanos == 0 ? System.nanoTime() : dueNanos;
        count(connection.post(body));
        latencyMicros.recordValue(
            Math.min(HIGHEST_MICROS, (System.nanoTime() - sentNanos) / 1_000));
        dueNanos += intervalNanos;
      }
    } catch (IOException failure) {
      failed.add(scenario.eventsPerRequest());
      System.err.println("a connection ended early: " + failure.getMessage());
    }
  }

  private void count(Connection.Answer answer) {
    if (answer.status() == 200 && answer.body().contains("\"rejected\":0")) {
      acknowledged.add(scenario.eventsPerRequest());
    } else {
      failed.add(scenario.eventsPerRequest());
    }
  }

  private static void waitUntil(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void awaitBegin(CountDownLatch begin) {
    try {
      begin.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }
}
