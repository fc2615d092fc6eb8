package dev.picket.observation;

import java.time.Instant;

/** A person's decision on an Observation's state. */
public sealed interface Transition {

  /** Stay silent about it until then. */
  record Suppress(String reason, Instant until) implements Transition {}

  /** It is gone; should it be reported again, it opens again. */
  record Resolve() implements Transition {}

  /** It is there after all. */
  record Reopen() implements Transition {}
}
