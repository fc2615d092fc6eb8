package dev.picket.observation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How bad a problem is, from the least to the worst, so that {@code compareTo} compares. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The name used in JSON, in URLs and in the database, such as {@code critical}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name, in any case. */
  public static Optional<Severity> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }
}
