package dev.picket.sources.ingester;

import dev.picket.observation.InputProblem;
import dev.picket.sources.payload.PayloadLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses a whole configuration file; used once. */
final class FileParser {

  private static final List<String> ROOT_KEYS = List.of("ingesters", "informers", "limits");
  private static final List<String> LIMIT_KEYS = List.of("inFlight", "jsonDepth", "batchItems");

  /** Jackson writes no deeper than 1,000, and details are a level or two deeper than payloads. */
  private static final int JSON_DEPTH_MAX = 500;

  private static final long MIB = 1024 * 1024;

  /** The body while it grows, and the items that are made of it. */
  private static final int BODIES_IN_FLIGHT_MIN = 4;

  private final Path file;
  private final List<InputProblem> problems;
  private final Map<String, String> places = new HashMap<>();

  FileParser(Path file, List<InputProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  IngesterFile parse(YamlNode node) {
    Section root = Section.root(file.toString(), problems, node, ROOT_KEYS);
    List<WebhookIngester> ingesters = root.has("ingesters") ? ingesters(root) : defaults();
    List<InformerIngester> informers = root.has("informers") ? informers(root) : builtIn();
    Section section = root.section("limits", LIMIT_KEYS);
    Limits limits = limits(section);
    checkBudget(section, limits, ingesters);
    return new IngesterFile(ingesters, informers, limits);
  }

  private List<WebhookIngester> defaults() {
    List<WebhookIngester> defaults = IngesterFile.defaults().ingesters();
    defaults.forEach(each -> places.put("name " + each.name(), "a default"));
    return defaults;
  }

  private List<WebhookIngester> ingesters(Section root) {
    Path directory = file.toAbsolutePath().getParent();
    IngesterParser parser = new IngesterParser(directory == null ? Path.of("/") : directory);
    List<WebhookIngester> ingesters = new ArrayList<>();
    List<Section> sections = root.sections("ingesters", IngesterParser.KEYS);
    if (sections.isEmpty() && root.hasList("ingesters")) {
      root.note("ingesters", "an empty list", "at least one Ingester");
    }
    for (Section section : sections) {
      parser
          .parse(section)
          .ifPresent(ingester -> {
            checkFirst(section, "name", ingester.name());
            checkFirst(section, "path", ingester.path());
            ingesters.add(ingester);
          });
    }
    return ingesters;
  }

  /** A webhook that has been given the name of a built-in informer goes on as it was. */
  private List<InformerIngester> builtIn() {
    return InformerIngester.BUILT_IN.stream()
        .filter(informer -> !places.containsKey("name " + informer.name()))
        .toList();
  }

  /** An empty list is a decision: no informer runs. */
  private List<InformerIngester> informers(Section root) {
    List<InformerIngester> informers = new ArrayList<>();
    for (Section section : root.sections("informers", InformerParser.KEYS)) {
      InformerParser.parse(section)
          .ifPresent(informer -> {
            checkFirst(section, "name", informer.name());
            informers.add(informer);
          });
    }
    return informers;
  }

  private void checkFirst(Section section, String key, String value) {
    String first = places.putIfAbsent(key + " " + value, section.place(key));
    if (first != null) {
      section.note(key, value, "a " + key + " of its own; it is taken at " + first);
    }
  }

  private static Limits limits(Section section) {
    PayloadLimits payload = PayloadLimits.DEFAULT;
    return new Limits(
        section.read("inFlight", Form.size(MIB, 64 * 1024 * MIB), Limits.DEFAULT.inFlightBytes()),
        new PayloadLimits(
            section.read("jsonDepth", Form.count(10, JSON_DEPTH_MAX), payload.jsonDepthMax()),
            section.read("batchItems", Form.count(1, 1_000_000), payload.batchItemsMax())));
  }

  private static void checkBudget(Section section, Limits limits, List<WebhookIngester> ingesters) {
    long largest = ingesters.stream().mapToLong(WebhookIngester::bodyLimitBytes).max().orElse(0);
    if (limits.inFlightBytes() < BODIES_IN_FLIGHT_MIN * largest) {
      section.note(
          "inFlight",
          limits.inFlightBytes() + " bytes",
          "at least "
              + BODIES_IN_FLIGHT_MIN
              + " times the largest bodyLimit, "
              + BODIES_IN_FLIGHT_MIN * largest
              + " bytes");
    }
  }
}
