package dev.picket.observation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of concern a problem is. */
public enum Category {
  SECURITY,
  COMPLIANCE,
  PERFORMANCE,
  OPERATIONS,
  COST;

  /** The name used in JSON, in URLs and in the database, such as {@code security}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name, in any case. */
  public static Optional<Category> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
  }
}
