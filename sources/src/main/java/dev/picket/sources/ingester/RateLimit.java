package dev.picket.sources.ingester;

/**
 * A token bucket: how many requests may come at once, and how fast they may go on coming.
 *
 * @param requestsPerSecond how fast the bucket fills; more than 0
 * @param burst how much it holds; at least 1
 */
public record RateLimit(double requestsPerSecond, int burst) {

  /** No limit. */
  public static final RateLimit NONE = new RateLimit(Double.POSITIVE_INFINITY, Integer.MAX_VALUE);
}
