package dev.picket.observation;

import java.time.Duration;

/** What became of one item of a payload: exactly one of these, for every item. */
public sealed interface Outcome {

  /** The first occurrence of a new Observation; committed. */
  record Stored(Fingerprint fingerprint) implements Outcome {}

  /**
   * Counted on an Observation that was there; committed.
   *
   * @param retried whether its source had sent it before, so that the count did not rise
   */
  record Repeated(Fingerprint fingerprint, boolean retried) implements Outcome {}

  /**
   * Left out on purpose.
   *
   * @param reason a short constant
   */
  record Filtered(String reason) implements Outcome {}

  /** Not usable, whenever it is sent. */
  record Rejected(InputProblem problem) implements Outcome {}

  /** Not stored now; the sender should send it again. */
  record Unavailable(String reason, Duration retryAfter) implements Outcome {}
}
