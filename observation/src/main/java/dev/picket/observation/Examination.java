package dev.picket.observation;

import java.util.Optional;

/** What the pure stages, filter and fingerprint, made of one item. */
public sealed interface Examination {

  /** The item's way ends here. */
  record Ended(Outcome outcome) implements Examination {}

  /**
   * The item goes to the store.
   *
   * @param clockCorrected whether its own time was not believed and the time of arrival stands in
   * @param conditionFailure why the filter's condition could not be evaluated, if it could not
   */
  record Kept(Submission submission, boolean clockCorrected, Optional<String> conditionFailure)
      implements Examination {}
}
