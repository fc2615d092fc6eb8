package dev.picket.observation;

/** What the store made of one submission, once it is committed. */
public sealed interface Recorded {

  /** It is the first of a new Observation. */
  record Created() implements Recorded {}

  /** It was counted on an Observation that was there. */
  record Repeated() implements Recorded {}

  /** Its source had sent the very same occurrence before; nothing was counted. */
  record Retried() implements Recorded {}

  /** The store cannot hold it, whenever it is sent; the rest of the batch is not affected. */
  record Refused(InputProblem problem) implements Recorded {}
}
