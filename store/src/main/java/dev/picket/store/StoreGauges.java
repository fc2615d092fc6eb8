package dev.picket.store;

/**
 * What the store did so far, and has to do. Counts only grow while the process lives.
 *
 * @param queuedSubmissions submissions, holdings and their findings that wait for a writer now
 * @param queuedBytes their size in memory, roughly
 * @param transactions transactions of {@code record} and {@code hold} that were committed
 * @param committedSubmissions submissions of {@code record} answered by those transactions
 * @param refusedSubmissions submissions and findings that PostgreSQL cannot hold
 * @param retriedTransactions transactions done again because another stood in the way
 * @param failedTransactions transactions given up because the database did not answer
 * @param transactionSeconds what the committed transactions took, from taking the work to the
 *     commit
 * @param waitSeconds what the callers of both waited, from handing in to the answer, summed over
 *     calls
 * @param calls calls of both that were answered
 * @param writtenHoldings holdings that said something new
 * @param unchangedHoldings holdings that only said again what was known
 * @param outdatedHoldings holdings older than what was known
 * @param fencedHoldings holdings whose partition is another's by now
 */
public record StoreGauges(
    int queuedSubmissions,
    long queuedBytes,
    long transactions,
    long committedSubmissions,
    long refusedSubmissions,
    long retriedTransactions,
    long failedTransactions,
    double transactionSeconds,
    long calls,
    double waitSeconds,
    long writtenHoldings,
    long unchangedHoldings,
    long outdatedHoldings,
    long fencedHoldings) {}
