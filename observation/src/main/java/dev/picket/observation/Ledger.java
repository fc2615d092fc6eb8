package dev.picket.observation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The loss contract's books, kept per source. For each source, once nothing is in flight:
 *
 * <pre>received = stored + repeated + filtered + rejected + unavailable</pre>
 *
 * <p>All numbers only grow while the process lives. Safe for use by many threads.
 */
public final class Ledger {

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  /** The account of a source, opened when it is first asked for. */
  public Account account(String source) {
    return accounts.computeIfAbsent(source, _ -> new Account());
  }

  /** Every source's balance, by name. */
  public Map<String, Balance> balances() {
    Map<String, Balance> balances = new TreeMap<>();
    accounts.forEach((source, account) -> balances.put(source, account.balance()));
    return balances;
  }

  /**
   * One source's numbers.
   *
   * @param filtered by reason
   * @param rejected by reason
   * @param unavailable by reason
   * @param retried how many of those repeated had been sent before
   * @param clocksCorrected occurrences whose own time was not believed
   * @param conditionFailures occurrences kept because the condition could not be evaluated
   */
  public record Balance(
      long received,
      long stored,
      long repeated,
      Map<String, Long> filtered,
      Map<String, Long> rejected,
      Map<String, Long> unavailable,
      long retried,
      long clocksCorrected,
      long conditionFailures) {

    /** Whether both sides of the contract are equal. */
    public boolean adds() {
      return received == stored + repeated + sum(filtered) + sum(rejected) + sum(unavailable);
    }

    private static long sum(Map<String, Long> byReason) {
      return byReason.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Where one source's items are counted. */
  public static final class Account {

    private final LongAdder received = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder clocksCorrected = new LongAdder();
    private final LongAdder conditionFailures = new LongAdder();
    private final Map<String, LongAdder> filtered = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> unavailable = new ConcurrentHashMap<>();

    private Account() {}

    /** Counts items as they come in, before anything is known of them. */
    public void receive(int items) {
      received.add(items);
    }

    /** Counts what became of one item. */
    public void settle(Outcome outcome) {
      switch (outcome) {
        case Outcome.Stored _ -> stored.increment();
        case Outcome.Repeated again -> settleRepeated(again);
        case Outcome.Filtered dropped -> increment(filtered, dropped.reason());
        case Outcome.Rejected _ -> increment(rejected, "invalid_item");
        case Outcome.Unavailable missed -> increment(unavailable, missed.reason());
      }
    }

    /** Counts a payload that was refused whole, before its items were known, as one item. */
    public void refuse(String reason) {
      received.increment();
      increment(rejected, reason);
    }

    /** Counts a payload that could not be taken now, before its items were known, as one item. */
    public void turnAway(String reason) {
      received.increment();
      increment(unavailable, reason);
    }

    void clockCorrected() {
      clocksCorrected.increment();
    }

    void conditionFailed() {
      conditionFailures.increment();
    }

    private void settleRepeated(Outcome.Repeated again) {
      repeated.increment();
      if (again.retried()) {
        retried.increment();
      }
    }

    Balance balance() {
      return new Balance(
          received.sum(),
          stored.sum(),
          repeated.sum(),
          sums(filtered),
          sums(rejected),
          sums(unavailable),
          retried.sum(),
          clocksCorrected.sum(),
          conditionFailures.sum());
    }

    private static void increment(Map<String, LongAdder> byReason, String reason) {
      byReason.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> byReason) {
      Map<String, Long> sums = new TreeMap<>();
      byReason.forEach((reason, adder) -> sums.put(reason, adder.sum()));
      return sums;
    }
  }
}
