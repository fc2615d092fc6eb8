package dev.picket.server;

import dev.picket.observation.Ledger;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Shows the loss contract's books, so that anybody can check that they add up. */
final class LedgerMetrics {

  private static final String[] BY_SOURCE = {"source"};
  private static final String[] BY_SOURCE_AND_REASON = {"source", "reason"};

  private final Ledger ledger;
  private final Metrics metrics;

  private LedgerMetrics(Ledger ledger, Metrics metrics) {
    this.ledger = ledger;
    this.metrics = metrics;
  }

  static void register(Ledger ledger, Metrics metrics) {
    LedgerMetrics books = new LedgerMetrics(ledger, metrics);
    books.number("occurrences_received", "Occurrences taken in.", Ledger.Balance::received);
    books.number(
        "occurrences_stored", "Occurrences that made an Observation.", Ledger.Balance::stored);
    books.number(
        "occurrences_repeated",
        "Occurrences counted on an Observation that was there.",
        Ledger.Balance::repeated);
    books.reasons(
        "occurrences_filtered", "Occurrences left out on purpose.", Ledger.Balance::filtered);
    books.reasons(
        "occurrences_rejected", "Occurrences that cannot be used.", Ledger.Balance::rejected);
    books.reasons(
        "occurrences_unavailable",
        "Occurrences that could not be taken then and should be sent again.",
        Ledger.Balance::unavailable);
    books.number(
        "occurrences_retried",
        "Occurrences among the repeated that had been sent before.",
        Ledger.Balance::retried);
    books.number(
        "clocks_corrected",
        "Occurrences dated by their arrival, as their own time was not believed.",
        Ledger.Balance::clocksCorrected);
    books.number(
        "condition_failures",
        "Occurrences kept because the filter's condition could not be evaluated.",
        Ledger.Balance::conditionFailures);
  }

  private void number(String name, String help, ToLongFunction<Ledger.Balance> number) {
    metrics.counters(
        "picket_" + name + "_total",
        help,
        BY_SOURCE,
        numbers ->
            ledger
                .balances()
                .forEach((source, balance) -> numbers.add(number.applyAsLong(balance), source)));
  }

  private void reasons(
      String name, String help, Function<Ledger.Balance, Map<String, Long>> byReason) {
    metrics.counters(
        "picket_" + name + "_total",
        help,
        BY_SOURCE_AND_REASON,
        numbers ->
            ledger
                .balances()
                .forEach((source, balance) ->
                    byReason
                        .apply(balance)
                        .forEach((reason, count) -> numbers.add(count, source, reason))));
  }
}
