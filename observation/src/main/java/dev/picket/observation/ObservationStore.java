package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Port: where Observations are kept. Implementations are safe for use by many threads, and several
 * processes may work on the same Observations at once.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store cannot answer now.
 */
public interface ObservationStore {

  /**
   * Counts occurrences on their Observations and returns once all of it is committed.
   *
   * <p>The first occurrence of a fingerprint makes an Observation. Each further one raises its
   * count, widens firstSeen and lastSeen, raises its severity if it is worse, and, if it is not
   * older, leaves its title, details, API version and time to live. A report opens a resolved
   * Observation again, and one whose suppression has ended. An occurrence whose {@link
   * OccurrenceId} the source sent before within the store's memory changes nothing at all.
   *
   * @return one result per submission, in their order
   */
  List<Recorded> record(List<Submission> submissions);

  /** One Observation, as it is now. */
  Optional<Observation> find(Fingerprint fingerprint);

  /**
   * The Observations whose fingerprints begin so, two at the most, so that a person may shorten one
   * as with commits.
   *
   * @param hexPrefix 1 to 64 lower-case hexadecimal digits
   */
  List<Observation> findByPrefix(String hexPrefix);

  /** A page of a list. */
  ObservationPage list(ObservationQuery query);

  /**
   * Carries out a person's decision.
   *
   * @param at the time of the decision
   * @return the Observation as it is then; empty when there is none
   */
  Optional<Observation> apply(Fingerprint fingerprint, Transition transition, Instant at);

  /**
   * Counts.
   *
   * @param from beginning of the timeline's first slot
   * @param slot length of each slot
   * @param slots how many slots, 1 to 1,000
   */
  Summary summarise(Instant from, Duration slot, int slots);

  /**
   * Ends suppressions whose time has come and removes what has outlived its time to live, in
   * transactions of bounded size. Idempotent; any replica may run it at any time.
   *
   * @return how many Observations were removed
   */
  long collectGarbage(Instant now);
}
