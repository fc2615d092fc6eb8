package dev.picket.sources.ingester;

import dev.picket.sources.payload.PayloadLimits;

/**
 * Limits over all Ingesters.
 *
 * @param inFlightBytes how much memory all requests together may hold
 * @param payload how much structure one payload may have
 */
public record Limits(long inFlightBytes, PayloadLimits payload) {

  /** What holds when nothing else is configured. */
  public static final Limits DEFAULT = new Limits(40L * 1024 * 1024, PayloadLimits.DEFAULT);
}
