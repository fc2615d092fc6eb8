package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Severity;
import dev.picket.observation.Submission;

/** What the fresh submissions of one fingerprint in one transaction add up to. */
final class Increment {

  /** Of an Observation that is held: garbage collection never comes to it. */
  static final int NEVER = Integer.MAX_VALUE;

  private final Fingerprint fingerprint;
  private final boolean held;
  private Submission latest;
  private Severity severity;
  private long count;
  private long firstSeen;
  private long lastSeen;
  private long receivedAt;

  Increment(Submission first) {
    this(first, false);
  }

  private Increment(Submission first, boolean held) {
    this.held = held;
    fingerprint = first.fingerprint();
    latest = first;
    severity = first.occurrence().severity();
    count = 1;
    firstSeen = Micros.of(first.occurrence().observedAt());
    lastSeen = firstSeen;
    receivedAt = Micros.of(first.receivedAt());
  }

  /** An occurrence of an Observation that is held from now on. */
  static Increment held(Submission finding) {
    return new Increment(finding, true);
  }

  void add(Submission next) {
    Occurrence seen = next.occurrence();
    long observedAt = Micros.of(seen.observedAt());
    if (observedAt >= lastSeen) {
      latest = next;
      lastSeen = observedAt;
    }
    firstSeen = Math.min(firstSeen, observedAt);
    severity = seen.severity().compareTo(severity) > 0 ? seen.severity() : severity;
    receivedAt = Math.max(receivedAt, Micros.of(next.receivedAt()));
    count++;
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The occurrence seen last, and of those seen at the same time the one that came last. */
  Occurrence latest() {
    return latest.occurrence();
  }

  Severity severity() {
    return severity;
  }

  long count() {
    return count;
  }

  long firstSeenMicros() {
    return firstSeen;
  }

  long lastSeenMicros() {
    return lastSeen;
  }

  /** The latest arrival. */
  long receivedAtMicros() {
    return receivedAt;
  }

  long timeToLiveMicros() {
    return Micros.of(latest.timeToLive());
  }

  int seenSlot() {
    return Micros.slot(lastSeen);
  }

  int expirySlot() {
    return held ? NEVER : Micros.slot(lastSeen + timeToLiveMicros());
  }
}
