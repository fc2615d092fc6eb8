package dev.picket.coordination.lease;

import java.time.Instant;

/**
 * One moment as a machine's two clocks show it.
 *
 * @param nanos monotonic, see {@link dev.picket.runtime.Ticker}
 * @param wallMillis wall clock, in milliseconds since 1970
 */
public record Moment(long nanos, long wallMillis) {

  /** The wall clock's reading. */
  public Instant wall() {
    return Instant.ofEpochMilli(wallMillis);
  }
}
