package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sample occurrences for tests: a shell in a container, varied by what a test cares about. */
public final class Occurrences {

  /** When the samples happened. */
  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** How long the samples are kept. */
  public static final Duration TIME_TO_LIVE = Duration.ofDays(30);

  private Occurrences() {}

  /** A shell in the pod of this name. */
  public static Occurrence shellIn(String pod) {
    return shellIn(pod, Severity.HIGH, NOON, null);
  }

  /** A shell in the pod of this name, of another severity, at another time. */
  public static Occurrence shellIn(
      String pod, Severity severity, Instant at, @Nullable OccurrenceId id) {
    return new Occurrence(
        "falco",
        Category.SECURITY,
        severity,
        "runtime_security",
        "Terminal shell in container",
        "A shell was spawned in " + pod,
        new Resource("v1", "Pod", "shop", pod),
        new TreeMap<>(Map.of("container", "web")),
        id,
        at,
        "{\"proc\":\"bash\"}");
  }

  /** The occurrence on its way into the store, received when it happened. */
  public static Submission submission(Occurrence occurrence) {
    return submission(occurrence, occurrence.observedAt());
  }

  /** The occurrence on its way into the store. */
  public static Submission submission(Occurrence occurrence, Instant receivedAt) {
    return new Submission(Fingerprint.of(occurrence), occurrence, receivedAt, TIME_TO_LIVE);
  }
}
