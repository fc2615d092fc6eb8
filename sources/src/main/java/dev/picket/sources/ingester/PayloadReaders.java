package dev.picket.sources.ingester;

import dev.picket.sources.payload.AuditNormaliser;
import dev.picket.sources.payload.FalcoNormaliser;
import dev.picket.sources.payload.GenericNormaliser;
import dev.picket.sources.payload.Normaliser;
import dev.picket.sources.payload.PayloadLimits;
import dev.picket.sources.payload.PayloadReader;

/** Makes readers of the payloads that Ingesters take. */
public final class PayloadReaders {

  private PayloadReaders() {}

  /** A reader for the payloads of one Ingester. */
  public static PayloadReader of(WebhookIngester ingester, PayloadLimits limits) {
    return new PayloadReader(ingester.format(), normaliser(ingester), limits);
  }

  /** The normaliser of one Ingester. */
  public static Normaliser normaliser(WebhookIngester ingester) {
    return switch (ingester.format()) {
      case FALCO -> new FalcoNormaliser(ingester.name());
      case AUDIT -> new AuditNormaliser(ingester.name());
      case GENERIC -> new GenericNormaliser(ingester.name(), ingester.mapping());
    };
  }
}
