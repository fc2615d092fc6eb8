package dev.picket.coordination.simulation;

import dev.picket.coordination.lease.Clocks;
import java.time.Instant;
import java.time.InstantSource;

/** A machine's clocks: they drift, the wall clock jumps, and a suspension stops the other one. */
final class SimulatedClock {

  private static final long EPOCH_MILLIS = 1_700_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final World world;
  private final double rate;
  private long wallOffsetMillis;
  private long suspendedNanos;
  private long suspendedSince = -1;

  SimulatedClock(World world, double rate, long wallOffsetMillis) {
    this.world = world;
    this.rate = rate;
    this.wallOffsetMillis = wallOffsetMillis;
  }

  /** What the program is given. */
  Clocks clocks(boolean monotonicOnly) {
    InstantSource wall =
        new InstantSource() {
          @Override
          public Instant instant() {
            return Instant.ofEpochMilli(millis());
          }

          @Override
          public long millis() {
            return monotonicOnly ? EPOCH_MILLIS + nanos() / NANOS_PER_MILLI : wallMillis();
          }
        };
    return new Clocks(this::nanos, wall);
  }

  long nanos() {
    return (long) ((world.now() - suspendedUntil()) * rate);
  }

  private long wallMillis() {
    return EPOCH_MILLIS + wallOffsetMillis + (long) (world.now() * rate) / NANOS_PER_MILLI;
  }

  private long suspendedUntil() {
    return suspendedNanos + (suspendedSince < 0 ? 0 : world.now() - suspendedSince);
  }

  /** True nanoseconds that pass while the monotonic clock shows so many. */
  long trueNanos(long shown) {
    return (long) Math.ceil(shown / rate);
  }

  void jump(long millis) {
    wallOffsetMillis += millis;
  }

  void suspend() {
    suspendedSince = world.now();
  }

  void resume() {
    suspendedNanos = suspendedUntil();
    suspendedSince = -1;
  }
}
