package dev.picket.coordination.shard;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time for which a member owns a partition in one epoch, and the permits given in it. One int
 * holds both the count and whether the gate is shut, so that no permit can slip in after the count
 * was found zero. Safe for use by many threads.
 */
final class Tenure implements Permit {

  private static final int SHUT = 1 << 30;

  private final FencingToken token;
  private final Runnable whenIdle;
  private final AtomicInteger inFlight = new AtomicInteger(SHUT);

  /**
   * Shut until it is opened.
   *
   * @param whenIdle runs, on any thread, when it is shut and the last permit was closed
   */
  Tenure(FencingToken token, Runnable whenIdle) {
    this.token = token;
    this.whenIdle = whenIdle;
  }

  @Override
  public FencingToken token() {
    return token;
  }

  /** Counts a permit, unless it is shut. */
  boolean enter() {
    int state = inFlight.get();
    while ((state & SHUT) == 0) {
      int witness = inFlight.compareAndExchange(state, state + 1);
      if (witness == state) {
        return true;
      }
      state = witness;
    }
    return false;
  }

  void open() {
    inFlight.updateAndGet(state -> state & ~SHUT);
  }

  boolean isOpen() {
    return (inFlight.get() & SHUT) == 0;
  }

  /** Gives no more permits. */
  void shut() {
    inFlight.updateAndGet(state -> state | SHUT);
  }

  /** Whether no permit is out. */
  boolean isIdle() {
    return (inFlight.get() & ~SHUT) == 0;
  }

  /** Closes one permit. */
  @Override
  public void close() {
    if (inFlight.decrementAndGet() == SHUT) {
      whenIdle.run();
    }
  }
}
