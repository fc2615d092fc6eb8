package dev.picket.store;

/**
 * What the store did so far, and has to do. Counts only grow while the process lives.
 *
 * @param queuedSubmissions submissions that wait for a writer now
 * @param queuedBytes their size in memory, roughly
 * @param transactions transactions of {@code record} that were committed
 * @param committedSubmissions submissions answered by those transactions
 * @param refusedSubmissions those among them that PostgreSQL cannot hold
 * @param retriedTransactions transactions done again because another stood in the way
 * @param failedTransactions transactions given up because the database did not answer
 * @param transactionSeconds what the committed transactions took, from taking the work to the
 *     commit
 * @param waitSeconds what the callers of {@code record} waited, from handing in to the answer,
 *     summed over calls
 * @param calls calls of {@code record} that were answered
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
    double waitSeconds) {}
