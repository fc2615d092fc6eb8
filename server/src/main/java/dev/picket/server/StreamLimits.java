package dev.picket.server;

import java.time.Duration;

/**
 * How much the event stream may take.
 *
 * @param poll pause between two looks at the change feed
 * @param heartbeat after this much silence a stream says that it lives
 * @param subscribersMax streams at a time
 * @param queuedBatchesMax batches that wait for a slow subscriber before it is cut off
 * @param batchLimit changed Observations in one batch; more make a reset
 */
record StreamLimits(
    Duration poll, Duration heartbeat, int subscribersMax, int queuedBatchesMax, int batchLimit) {

  static final StreamLimits DEFAULTS =
      new StreamLimits(Duration.ofMillis(250), Duration.ofSeconds(15), 500, 64, 1000);
}
