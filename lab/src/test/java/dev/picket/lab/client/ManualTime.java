package dev.picket.lab.client;

import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock and a ticker that stand still until a test moves them. */
public final class ManualTime implements InstantSource, Ticker {

  private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

  private long nanos;

  @Override
  public synchronized Instant instant() {
    return START.plusNanos(nanos);
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  public synchronized void advance(Duration duration) {
    nanos += duration.toNanos();
  }
}
