package dev.picket.sources.ingester;

import dev.picket.observation.Filters;
import dev.picket.sources.payload.Mapping;
import dev.picket.sources.payload.PayloadFormat;
import java.time.Duration;

/**
 * Configuration of one webhook source.
 *
 * @param name the source's name in Observations and in the ledger
 * @param format what its payloads look like
 * @param path where they are posted, beginning with {@code /ingest/}
 * @param bodyLimitBytes how large a body may be, as sent and once inflated
 * @param timeToLive how long after they were last seen its Observations are kept
 * @param mapping where a generic payload has what; not used by other formats
 */
public record WebhookIngester(
    String name,
    PayloadFormat format,
    String path,
    Authentication authentication,
    int bodyLimitBytes,
    RateLimit rateLimit,
    Duration timeToLive,
    Filters filters,
    Mapping mapping) {

  /** Where every path begins. */
  public static final String PATH_PREFIX = "/ingest/";

  /** How long Observations are kept when nothing else is configured. */
  public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofDays(30);

  private static final int MIB = 1024 * 1024;

  /** The Ingester that there is when none is configured. */
  public static WebhookIngester ofDefaults(String name, PayloadFormat format) {
    return new WebhookIngester(
        name,
        format,
        defaultPath(name, format),
        new Authentication.None(),
        defaultBodyLimitBytes(format),
        RateLimit.NONE,
        DEFAULT_TIME_TO_LIVE,
        Filters.NONE,
        Mapping.DEFAULT);
  }

  /** {@code /ingest/falco} for the Ingester of that name, {@code /ingest/falco/east} for others. */
  static String defaultPath(String name, PayloadFormat format) {
    String path = PATH_PREFIX + format.wireName();
    return format != PayloadFormat.GENERIC && name.equals(format.wireName())
        ? path
        : path + "/" + name;
  }

  /** An API server's batch of audit events may have 10 MiB; other events are small. */
  static int defaultBodyLimitBytes(PayloadFormat format) {
    return format == PayloadFormat.AUDIT ? 10 * MIB : MIB;
  }
}
