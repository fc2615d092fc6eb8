package dev.picket.sources.informer;

import java.time.Duration;

/** Waits between two attempts. Safe for use by many threads. */
@FunctionalInterface
public interface Pause {

  /**
   * Waits so long.
   *
   * @return whether to try again; false once the process ends
   */
  boolean await(Duration duration);
}
