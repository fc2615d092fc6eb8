package dev.picket.sources.webhook;

import dev.picket.sources.payload.Memory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A budget of memory that all requests share, so that however many come, and however large, the
 * process holds no more than it can.
 *
 * <p>Safe for use by many threads; a reservation is for one.
 */
final class InFlightBytes {

  private final long budget;
  private final AtomicLong held = new AtomicLong();

  InFlightBytes(long budget) {
    this.budget = budget;
  }

  /** One request's share, empty at first. */
  Reservation open() {
    return new Reservation();
  }

  /** How much all requests hold now. */
  long held() {
    return held.get();
  }

  final class Reservation implements Memory, AutoCloseable {

    private long mine;

    private Reservation() {}

    /**
     * {@inheritDoc}
     *
     * @throws RefusedException when the budget is exhausted
     */
    @Override
    public void hold(long bytes) {
      if (held.addAndGet(bytes) > budget) {
        held.addAndGet(-bytes);
        throw new RefusedException(Refusal.inFlight(budget));
      }
      mine += bytes;
    }

    @Override
    public void release(long bytes) {
      mine -= bytes;
      held.addAndGet(-bytes);
    }

    /** Gives everything back. */
    @Override
    public void close() {
      release(mine);
    }
  }
}
