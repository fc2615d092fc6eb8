package dev.picket.store;

import dev.picket.observation.Held;
import dev.picket.observation.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Where the store counts what it does. Safe for use by many threads. */
final class StoreCounters {

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongAdder transactions = new LongAdder();
  private final LongAdder submissions = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder outdated = new LongAdder();
  private final LongAdder fenced = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder transactionNanos = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder waitNanos = new LongAdder();

  /** A transaction was committed. */
  void committed(Duration took) {
    transactions.increment();
    transactionNanos.add(took.toNanos());
  }

  /** What became of submissions. */
  void recorded(List<Recorded> results) {
    submissions.add(results.size());
    countRefused(results);
  }

  /** What became of holdings. */
  void held(List<Held> results) {
    for (Held each : results) {
      switch (each) {
        case Held.Done done -> {
          (saysNothingNew(done) ? unchanged : written).increment();
          countRefused(done.findings());
        }
        case Held.Outdated _ -> outdated.increment();
        case Held.Fenced _ -> fenced.increment();
      }
    }
  }

  private static boolean saysNothingNew(Held.Done done) {
    return done.resolved() == 0
        && done.findings().stream().allMatch(Recorded.Retried.class::isInstance);
  }

  private void countRefused(List<Recorded> results) {
    refused.add(results.stream().filter(Recorded.Refused.class::isInstance).count());
  }

  void retried() {
    retried.increment();
  }

  void failed() {
    failed.increment();
  }

  void answered(Duration waited) {
    calls.increment();
    waitNanos.add(waited.toNanos());
  }

  StoreGauges gauges(WriteQueue.Depth depth) {
    return new StoreGauges(
        depth.submissions(),
        depth.bytes(),
        transactions.sum(),
        submissions.sum(),
        refused.sum(),
        retried.sum(),
        failed.sum(),
        transactionNanos.sum() / NANOS_PER_SECOND,
        calls.sum(),
        waitNanos.sum() / NANOS_PER_SECOND,
        written.sum(),
        unchanged.sum(),
        outdated.sum(),
        fenced.sum());
  }
}
