package dev.picket.sources.informer;

/**
 * What an informer source has done since the process began; all numbers only grow. What became of
 * single findings is in the ledger.
 *
 * @param held states of objects that the store holds
 * @param resolved Observations that were resolved by them
 * @param gone of those, how many said that an object is gone
 * @param notOurs objects told that belong to another member
 * @param outdated states older than what the store knew
 * @param fenced states that the store refused since another member owns the object now
 * @param malformed objects that cannot be read at all; what the store holds of them stays
 * @param retried attempts that were made again since the store did not answer
 * @param failed states given up because of a mistake of ours; the next list tells them again
 * @param stillThere objects missing from a list that the API server has all the same
 * @param unconfirmed objects missing from a list of which the API server did not say
 */
public record InformerNumbers(
    long held,
    long resolved,
    long gone,
    long notOurs,
    long outdated,
    long fenced,
    long malformed,
    long retried,
    long failed,
    long stillThere,
    long unconfirmed) {}
