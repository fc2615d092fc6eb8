package dev.picket.sources.ingester;

import dev.picket.sources.payload.ObjectFormat;
import java.util.List;
import java.util.Optional;

/** Parses Ingesters that are informers. */
final class InformerParser {

  static final List<String> KEYS = List.of("name", "format", "timeToLive", "filters");

  private InformerParser() {}

  /** Empty when it has no name or format; whatever is wrong is noted in any case. */
  static Optional<InformerIngester> parse(Section section) {
    Optional<String> name = section.require("name", Form.NAME);
    Optional<ObjectFormat> format = section.require("format", Form.OBJECT_FORMAT);
    InformerIngester defaults =
        InformerIngester.ofDefaults(name.orElse("-"), format.orElse(ObjectFormat.TRIVY));
    InformerIngester ingester =
        new InformerIngester(
            defaults.name(),
            defaults.format(),
            defaults.group(),
            defaults.version(),
            defaults.plural(),
            defaults.kind(),
            defaults.namespaced(),
            section.read("timeToLive", IngesterParser.TIME_TO_LIVE, defaults.timeToLive()),
            FiltersParser.parse(section.section("filters", FiltersParser.KEYS)));
    return name.isPresent() && format.isPresent() ? Optional.of(ingester) : Optional.empty();
  }
}
