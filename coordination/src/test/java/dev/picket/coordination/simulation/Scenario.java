package dev.picket.coordination.simulation;

import java.time.Duration;

/** What a seed plays. */
public enum Scenario {
  /** Everything that can go wrong, for a minute. */
  CHAOS(Duration.ZERO),
  /** A member ends without a word; another coordinates. Lease 5 s, and a second for the rest. */
  CRASH(Duration.ofSeconds(6)),
  /** The coordinator, a member itself, ends without a word. */
  COORDINATOR_CRASH(Duration.ofSeconds(6)),
  /** A member leaves in order. Its work in flight takes up to 100 ms, warming up up to 80 ms. */
  DRAIN(Duration.ofMillis(500)),
  /** Another member joins. */
  SCALE_OUT(Duration.ofMillis(500));

  private final Duration bound;

  Scenario(Duration bound) {
    this.bound = bound;
  }

  /** How long a partition may be unowned after the fault; zero where there is no bound. */
  public Duration bound() {
    return bound;
  }
}
