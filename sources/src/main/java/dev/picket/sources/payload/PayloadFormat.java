package dev.picket.sources.payload;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a payload looks like. */
public enum PayloadFormat {
  /** Events as Falco's {@code http_output} sends them: one, an array, or one a line. */
  FALCO,
  /** {@code audit.k8s.io/v1}: an EventList as the API server's webhook sends it, or an Event. */
  AUDIT,
  /** Any JSON object, or an array of such. */
  GENERIC;

  /** The name used in configuration, such as {@code falco}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  public static Optional<PayloadFormat> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }
}
