package dev.picket.coordination.lease;

import dev.picket.runtime.Ticker;
import java.time.InstantSource;

/**
 * A machine's two clocks: the monotonic one, which stands still while a virtual machine is
 * suspended, and the wall clock, which may be set. Each covers the other's hole.
 */
public record Clocks(Ticker ticker, InstantSource wall) {

  /** What they show now. */
  public Moment now() {
    return new Moment(ticker.nanos(), wall.millis());
  }
}
