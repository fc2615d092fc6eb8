package dev.picket.sources.webhook;

import dev.picket.sources.payload.Memory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A budget of memory that all requests share, so that however many come, and however large, the
 * process holds no more than it can.
 *
 * <p>It is kept twice. Before its body is read a request waits its turn for what it will probably
 * need, so that many at once queue rather than fail. What it then really takes is counted, and one
 * that would exceed the budget all the same is refused. Safe for use by many threads; a reservation
 * is for one.
 */
final class InFlightBytes {

  /** How long a request waits for its turn. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What is made of a body takes about twice the body itself. */
  private static final long NEED_PER_BYTE = 3;

  private static final long UNANNOUNCED_BYTES = 64 * 1024;
  private static final long KIB = 1024;

  private final long budget;
  private final int turnsKib;
  private final Semaphore turns;
  private final AtomicLong held = new AtomicLong();

  InFlightBytes(long budget) {
    this.budget = budget;
    this.turnsKib = Math.clamp(budget / KIB, 1, Integer.MAX_VALUE);
    this.turns = new Semaphore(turnsKib, true);
  }

  /** One request's share, empty at first. */
  Reservation open() {
    return new Reservation();
  }

  /** How much all requests hold now. */
  long held() {
    return held.get();
  }

  /** How many requests wait for their turn, roughly. */
  int waiting() {
    return turns.getQueueLength();
  }

  final class Reservation implements Memory, AutoCloseable {

    private long mine;
    private int turn;

    private Reservation() {}

    /**
     * Waits, in the order of arrival, until there is probably enough for a body and what is made of
     * it.
     *
     * @param announcedBytes the body's length; negative if it is not known
     * @throws RefusedException when it takes too long
     */
    void awaitTurn(long announcedBytes) {
      long need = NEED_PER_BYTE * (announcedBytes < 0 ? UNANNOUNCED_BYTES : announcedBytes);
      int wanted = Math.clamp(need / KIB, 1, turnsKib);
      try {
        if (!turns.tryAcquire(wanted, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new RefusedException(Refusal.inFlight(budget));
        }
        turn = wanted;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new RefusedException(Refusal.inFlight(budget));
      }
    }

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
      turns.release(turn);
      turn = 0;
    }
  }
}
