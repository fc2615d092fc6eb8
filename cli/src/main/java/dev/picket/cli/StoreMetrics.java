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
    metrics.counter(
        "picket_store_holdings_written_total",
        "Holdings that said something new of their objects.",
        () -> store.gauges().writtenHoldings());
    metrics.counter(
        "picket_store_holdings_unchanged_total",
        "Holdings that only said again what was known.",
        () -> store.gauges().unchangedHoldings());
    metrics.counter(
        "picket_store_holdings_outdated_total",
        "Holdings older than what was known of their objects.",
        () -> store.gauges().outdatedHoldings());
    metrics.counter(
        "picket_store_holdings_fenced_total",
        "Holdings refused because another owns their partition by now.",
        () -> store.gauges().fencedHoldings());
  }
}
