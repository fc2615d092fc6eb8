package dev.picket.sources.payload;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an informer's objects look like. */
public enum ObjectFormat {
  /** {@code aquasecurity.github.io/v1alpha1}: VulnerabilityReports of the Trivy operator. */
  TRIVY;

  /** The name used in configuration, such as {@code trivy}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a wire name. */
  public static Optional<ObjectFormat> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
  }

  /** JSON pointer to the list in which an object's findings are. */
  public String findings() {
    return switch (this) {
      case TRIVY -> TrivyNormaliser.LIST;
    };
  }

  /**
   * What reads such objects.
   *
   * @param source name of the Ingester
   */
  public ObjectNormaliser normaliser(String source, PayloadLimits limits) {
    return switch (this) {
      case TRIVY -> new TrivyNormaliser(source, limits);
    };
  }
}
