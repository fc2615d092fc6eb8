package dev.picket.lab.api;

import java.util.Optional;
import java.util.Set;

/** What becomes of the dependents of an object that is deleted. */
enum Propagation {
  /** They are left, and no longer refer to it. */
  ORPHAN("orphan"),
  /** They are deleted after it. */
  BACKGROUND(""),
  /** They are deleted before it. */
  FOREGROUND("foregroundDeletion");

  /** Kinds that are older than the deletion of dependents, and have kept their ways. */
  private static final Set<String> ORPHANING = Set.of("jobs.batch", "replicationcontrollers");

  private final String finalizer;

  Propagation(String finalizer) {
    this.finalizer = finalizer;
  }

  /** What holds the object until its dependents are seen to; empty when nothing does. */
  String finalizer() {
    return finalizer;
  }

  /** What holds if nothing is said. */
  static Propagation usual(String resource) {
    return ORPHANING.contains(resource) ? ORPHAN : BACKGROUND;
  }

  /** The policy of a name; empty when there is none. */
  static Optional<Propagation> parse(String name) {
    return switch (name) {
      case "Orphan" -> Optional.of(ORPHAN);
      case "Background" -> Optional.of(BACKGROUND);
      case "Foreground" -> Optional.of(FOREGROUND);
      default -> Optional.empty();
    };
  }
}
