package dev.picket.store;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Where the store counts what it does. Safe for use by many threads. */
final class StoreCounters {

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongAdder transactions = new LongAdder();
  private final LongAdder committed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder transactionNanos = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder waitNanos = new LongAdder();

  void committed(Batch batch, Duration took) {
    transactions.increment();
    committed.add(batch.size());
    refused.add(batch.refused());
    transactionNanos.add(took.toNanos());
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
        committed.sum(),
        refused.sum(),
        retried.sum(),
        failed.sum(),
        transactionNanos.sum() / NANOS_PER_SECOND,
        calls.sum(),
        waitNanos.sum() / NANOS_PER_SECOND);
  }
}
