package dev.picket.sources.webhook;

import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.RateLimit;

/** The token bucket of one Ingester, full at first. Safe for use by many threads. */
final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final RateLimit limit;
  private final Ticker ticker;
  private double tokens;
  private long filledAt;

  TokenBucket(RateLimit limit, Ticker ticker) {
    this.limit = limit;
    this.ticker = ticker;
    this.tokens = limit.burst();
    this.filledAt = ticker.nanos();
  }

  /** Takes a token. 0 when there was one, else the seconds until there is one, rounded up. */
  long take() {
    return Double.isInfinite(limit.requestsPerSecond()) ? 0 : takeLimited();
  }

  private synchronized long takeLimited() {
    long now = ticker.nanos();
    double filled = (now - filledAt) / NANOS_PER_SECOND * limit.requestsPerSecond();
    tokens = Math.min(limit.burst(), tokens + filled);
    filledAt = now;
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return Math.max(1, (long) Math.ceil((1 - tokens) / limit.requestsPerSecond()));
  }
}
