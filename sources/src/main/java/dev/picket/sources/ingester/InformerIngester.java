package dev.picket.sources.ingester;

import dev.picket.observation.Filters;
import dev.picket.sources.payload.ObjectFormat;
import java.time.Duration;
import java.util.List;

/**
 * Configuration of one informer source: a kind of Kubernetes objects, each of which holds
 * Observations open.
 *
 * @param name the source's name in Observations and in the ledger
 * @param format what its objects look like
 * @param group of the API; empty for the core group
 * @param version of the API, such as {@code v1alpha1}
 * @param plural the kind's name in URLs
 * @param kind such as {@code VulnerabilityReport}
 * @param namespaced whether its objects live in namespaces
 * @param timeToLive how long its Observations are kept after they were resolved
 */
public record InformerIngester(
    String name,
    ObjectFormat format,
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    Duration timeToLive,
    Filters filters) {

  /** The informers that run when none are configured. */
  public static final List<InformerIngester> BUILT_IN =
      List.of(ofDefaults("trivy", ObjectFormat.TRIVY));

  /** The Ingester of a format, when only its name is configured. */
  public static InformerIngester ofDefaults(String name, ObjectFormat format) {
    return switch (format) {
      case TRIVY ->
          new InformerIngester(
              name,
              format,
              "aquasecurity.github.io",
              "v1alpha1",
              "vulnerabilityreports",
              "VulnerabilityReport",
              true,
              WebhookIngester.DEFAULT_TIME_TO_LIVE,
              Filters.NONE);
    };
  }
}
