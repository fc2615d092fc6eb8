package dev.picket.sources.ingester;

import dev.picket.observation.InvalidInputException;
import dev.picket.sources.payload.Mapping;
import dev.picket.sources.payload.PayloadFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Parses Ingesters. */
final class IngesterParser {

  static final List<String> KEYS =
      List.of(
          "name",
          "format",
          "path",
          "authentication",
          "bodyLimit",
          "rateLimit",
          "timeToLive",
          "filters",
          "mapping");

  private static final List<String> AUTHENTICATION_KEYS = List.of("type", "secretFile", "header");
  private static final List<String> RATE_KEYS = List.of("requestsPerSecond", "burst");
  private static final Form<String> AUTHENTICATION_TYPE =
      new Form<>(
          "none, bearer or hmac-sha256",
          text -> Optional.of(text).filter(List.of("none", "bearer", "hmac-sha256")::contains));

  static final Form<Duration> TIME_TO_LIVE =
      Form.duration(Duration.ofMinutes(1), Duration.ofDays(3650));

  private static final long KIB = 1024;

  private final Path directory;

  /**
   * A parser.
   *
   * @param directory where relative names of secret files begin
   */
  IngesterParser(Path directory) {
    this.directory = directory;
  }

  /** Empty when it has no name or source; whatever is wrong is noted in any case. */
  Optional<WebhookIngester> parse(Section section) {
    Optional<String> name = section.require("name", Form.NAME);
    Optional<PayloadFormat> format = section.require("format", Form.FORMAT);
    WebhookIngester defaults =
        WebhookIngester.ofDefaults(name.orElse("-"), format.orElse(PayloadFormat.GENERIC));
    WebhookIngester ingester =
        new WebhookIngester(
            defaults.name(),
            defaults.format(),
            section.read("path", Form.PATH, defaults.path()),
            authentication(section.section("authentication", AUTHENTICATION_KEYS)),
            bodyLimitBytes(section, defaults),
            rateLimit(section),
            section.read("timeToLive", TIME_TO_LIVE, defaults.timeToLive()),
            FiltersParser.parse(section.section("filters", FiltersParser.KEYS)),
            mapping(section, format));
    return name.isPresent() && format.isPresent() ? Optional.of(ingester) : Optional.empty();
  }

  private static int bodyLimitBytes(Section section, WebhookIngester defaults) {
    long bytes =
        section.read(
            "bodyLimit", Form.size(KIB, 256 * KIB * KIB), (long) defaults.bodyLimitBytes());
    return Math.toIntExact(bytes);
  }

  private Authentication authentication(Section section) {
    String type = section.read("type", AUTHENTICATION_TYPE, "none");
    if (type.equals("none")) {
      refuse(section, "secretFile", "bearer or hmac-sha256");
      refuse(section, "header", "hmac-sha256");
      return new Authentication.None();
    }
    Optional<Path> secretFile = section.require("secretFile", Form.TEXT).map(directory::resolve);
    secretFile.ifPresent(file -> checkSecret(section, file));
    Path file = secretFile.orElse(directory);
    if (type.equals("bearer")) {
      refuse(section, "header", "hmac-sha256");
      return new Authentication.Bearer(file);
    }
    return new Authentication.HmacSha256(
        file, section.read("header", Form.HEADER, Authentication.HmacSha256.DEFAULT_HEADER));
  }

  private static void refuse(Section section, String key, String type) {
    if (section.has(key)) {
      section.note(key, "a value", "none, unless type is " + type);
    }
  }

  private static void checkSecret(Section section, Path file) {
    try {
      Secrets.read(file);
    } catch (InvalidInputException unusable) {
      unusable
          .problems()
          .forEach(problem ->
              section.note("secretFile", file + " (" + problem.value() + ")", problem.expected()));
    }
  }

  private static RateLimit rateLimit(Section section) {
    if (!section.has("rateLimit")) {
      return RateLimit.NONE;
    }
    Section rate = section.section("rateLimit", RATE_KEYS);
    double requestsPerSecond = rate.require("requestsPerSecond", Form.RATE).orElse(1.0);
    int burst = (int) Math.max(1, Math.ceil(requestsPerSecond));
    return new RateLimit(requestsPerSecond, rate.read("burst", Form.count(1, 1_000_000), burst));
  }

  private static Mapping mapping(Section section, Optional<PayloadFormat> format) {
    if (!section.has("mapping")) {
      return Mapping.DEFAULT;
    }
    if (format.isPresent() && format.get() != PayloadFormat.GENERIC) {
      section.note("mapping", "a mapping", "none, unless format is generic");
    }
    return MappingParser.parse(section.section("mapping", MappingParser.KEYS));
  }
}
