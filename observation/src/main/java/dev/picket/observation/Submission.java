package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;

/**
 * An occurrence on its way into the store.
 *
 * @param fingerprint of the Observation that it belongs to
 * @param receivedAt when Picket took it in
 * @param timeToLive how long after it was last seen the Observation is kept
 */
public record Submission(
    Fingerprint fingerprint, Occurrence occurrence, Instant receivedAt, Duration timeToLive) {}
