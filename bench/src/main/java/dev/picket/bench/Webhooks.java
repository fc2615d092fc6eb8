package dev.picket.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Falco events at a steady rate to all members in turn. One that is not answered 200 is sent again
 * as it is, to the next member, until it is; a member that failed is left out for a second, as a
 * load balancer would leave it out.
 */
final class Webhooks {

  private static final int SENDERS = 16;

  private final List<Member> members;
  private final String run;
  private final long intervalNanos;
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder resent = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ending;

  private Webhooks(List<Member> members, String run, int perSecond) {
    this.members = List.copyOf(members);
    this.run = run;
    this.intervalNanos = Duration.ofSeconds(1).toNanos() * SENDERS / perSecond;
  }

  /**
   * Begins to send.
   *
   * @param run tells its events from those of others
   */
  static Webhooks start(List<Member> members, String run, int perSecond, long seed) {
    Webhooks webhooks = new Webhooks(members, run, perSecond);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < SENDERS; i++) {
      int first = i;
      SplittableRandom random = seeds.split();
      webhooks.threads.add(Thread.ofVirtual().start(() -> webhooks.send(first, random)));
    }
    return webhooks;
  }

  /** Sends no more, and returns when all that was sent is acknowledged. */
  void end() {
    ending = true;
    for (Thread each : threads) {
      try {
        each.join();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException("a benchmark is not interrupted", interrupted);
      }
    }
  }

  String run() {
    return run;
  }

  /** How many different events were answered 200. */
  long acknowledged() {
    return acknowledged.sum();
  }

  /** How often one was sent again. */
  long resent() {
    return resent.sum();
  }

  private void send(int first, SplittableRandom random) {
    Payloads payloads = new Payloads(random, run, 0);
    long dueNanos = System.nanoTime() + intervalNanos * first / SENDERS;
    try (Rotation rotation = new Rotation(members, "/ingest/falco", first)) {
      while (!ending) {
        byte[] body = payloads.falco();
        long waitNanos = dueNanos - System.nanoTime();
        if (waitNanos > 0) {
          Pause.of(Duration.ofNanos(waitNanos));
        }
        while (!rotation.post(body)) {
          resent.increment();
        }
        acknowledged.increment();
        dueNanos = Math.max(dueNanos + intervalNanos, System.nanoTime() - intervalNanos);
      }
    } catch (IOException failure) {
      throw new IllegalStateException("cannot close a connection", failure);
    }
  }
}
