package dev.picket.observation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an Observation stands. */
public enum State {
  /** The problem is there, as far as anybody knows. */
  OPEN,
  /** Its source, or a person, said that it is gone; it opens again if it is reported again. */
  RESOLVED,
  /** A person does not want to hear of it until a given time. */
  SUPPRESSED;

  /** The name used in JSON, in URLs and in the database, such as {@code open}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name, in any case. */
  public static Optional<State> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }
}
