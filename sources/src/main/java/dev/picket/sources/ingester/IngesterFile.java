package dev.picket.sources.ingester;

import dev.picket.sources.payload.PayloadFormat;
import java.util.List;

/**
 * What a configuration file says about Ingesters, checked and complete.
 *
 * @param ingesters with different names and different paths
 */
public record IngesterFile(List<WebhookIngester> ingesters, Limits limits) {

  public IngesterFile {
    ingesters = List.copyOf(ingesters);
  }

  /** What holds without a file: Falco, audit, and a generic Ingester named {@code default}. */
  public static IngesterFile defaults() {
    return new IngesterFile(
        List.of(
            WebhookIngester.ofDefaults("falco", PayloadFormat.FALCO),
            WebhookIngester.ofDefaults("audit", PayloadFormat.AUDIT),
            WebhookIngester.ofDefaults("default", PayloadFormat.GENERIC)),
        Limits.DEFAULT);
  }
}
