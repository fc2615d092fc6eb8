package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One problem, however often it is reported. Texts that are not known are empty, as in {@link
 * Occurrence}.
 *
 * @param fingerprint its identity, and its id on the outside
 * @param severity the highest that any occurrence had
 * @param title the last occurrence's
 * @param details a JSON object, the last occurrence's
 * @param count occurrences, without those sent again
 * @param firstSeen time of its earliest occurrence
 * @param lastSeen time of its latest occurrence
 * @param stateSince when it came into its state
 * @param suppression why and until when; null unless suppressed
 * @param timeToLive how long after lastSeen it is kept
 */
public record Observation(
    Fingerprint fingerprint,
    String source,
    Category category,
    Severity severity,
    String eventType,
    String rule,
    String title,
    Resource resource,
    String details,
    long count,
    Instant firstSeen,
    Instant lastSeen,
    State state,
    Instant stateSince,
    @Nullable Suppression suppression,
    Duration timeToLive) {

  /**
   * A person's wish not to hear of an Observation.
   *
   * @param reason why, for the colleagues
   * @param until when it ends by itself
   */
  public record Suppression(String reason, Instant until) {}
}
