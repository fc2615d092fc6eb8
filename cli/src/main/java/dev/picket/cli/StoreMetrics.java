package dev.picket.cli;

import dev.picket.server.Metrics;
import dev.picket.store.PostgresObservationStore;

/** What the store and the intake tell of themselves, as metrics. */
final class StoreMetrics {

  private StoreMetrics() {}

  static void register(Metrics metrics, PostgresObservationStore store) {
    metrics.gauge(
        "picket_store_queued_submissions",
        "Submissions that wait for a writer.",
        () -> store.gauges().queuedSubmissions());
    metrics.gauge(
        "picket_store_queued_bytes",
        "Memory of the submissions that wait, roughly.",
        () -> store.gauges().queuedBytes());
    metrics.counter(
        "picket_store_transactions_total",
        "Transactions that were committed.",
        () -> store.gauges().transactions());
    metrics.counter(
        "picket_store_submissions_total",
        "Submissions that those transactions held.",
        () -> store.gauges().committedSubmissions());
    metrics.counter(
        "picket_store_failed_transactions_total",
        "Transactions given up because the database did not answer.",
        () -> store.gauges().failedTransactions());
    metrics.counter(
        "picket_store_retried_transactions_total",
        "Transactions done again because another stood in the way.",
        () -> store.gauges().retriedTransactions());
  }
}
