package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Category;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One vulnerability of a report of Trivy's. */
final class TrivyFinding {

  private static final String TEXT = "a text";

  private static final List<String> OPTIONAL_TEXTS =
      List.of(
          "installedVersion",
          "fixedVersion",
          "title",
          "description",
          "primaryLink",
          "target",
          "class",
          "packageType",
          "packagePath",
          "packagePURL",
          "publishedDate",
          "cvsssource");

  private TrivyFinding() {}

  static Item of(TrivyReport report, JsonNode vulnerability, Place place) {
    Item.Invalid invalid = check(vulnerability, place);
    if (invalid != null) {
      return invalid;
    }
    Severity severity = severity(vulnerability).orElseThrow();
    Occurrence occurrence =
        new Occurrence(
            report.source(),
            Category.SECURITY,
            severity,
            TrivyNormaliser.EVENT_TYPE,
            Texts.cut(text(vulnerability, "vulnerabilityID"), Texts.RULE_CHARS),
            title(vulnerability),
            report.resource(),
            identity(report, vulnerability),
            null,
            report.observedAt(),
            TrivyDetails.text(report, vulnerability));
    return new Item.Reported(place.index(), occurrence);
  }

  private static Item.@Nullable Invalid check(JsonNode vulnerability, Place place) {
    if (!vulnerability.isObject()) {
      return place.invalid("", vulnerability, "an object");
    }
    for (String field : List.of("vulnerabilityID", "resource")) {
      JsonNode value = vulnerability.path(field);
      if (!value.isTextual() || value.textValue().isBlank()) {
        String expected = field.equals("resource") ? "the name of a package" : "its id, as CVE-...";
        return place.invalid("/" + field, value, expected);
      }
    }
    for (String field : OPTIONAL_TEXTS) {
      if (vulnerability.path(field).isContainerNode()) {
        return place.invalid("/" + field, vulnerability.path(field), TEXT);
      }
    }
    JsonNode score = vulnerability.path("score");
    if (!isAbsent(score) && !isFinite(score)) {
      return place.invalid("/score", score, "a number");
    }
    return severity(vulnerability).isPresent()
        ? null
        : place.invalid(
            "/severity",
            vulnerability.path("severity"),
            "CRITICAL, HIGH, MEDIUM, LOW, NONE or UNKNOWN");
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static boolean isFinite(JsonNode value) {
    return value.isNumber() && Double.isFinite(value.doubleValue());
  }

  /**
   * As Trivy says. What it calls unknown is rated by its score, on the scale of CVSS 3.1, and if it
   * has none, as reports without a severity are: not to be known is no reason to be hidden.
   */
  private static Optional<Severity> severity(JsonNode vulnerability) {
    String word = vulnerability.path("severity").asText().toUpperCase(Locale.ROOT);
    return switch (word) {
      case "CRITICAL" -> Optional.of(Severity.CRITICAL);
      case "HIGH" -> Optional.of(Severity.HIGH);
      case "MEDIUM" -> Optional.of(Severity.MEDIUM);
      case "LOW" -> Optional.of(Severity.LOW);
      case "NONE" -> Optional.of(Severity.INFO);
      case "UNKNOWN" -> Optional.of(byScore(vulnerability.path("score")));
      default -> Optional.empty();
    };
  }

  private static Severity byScore(JsonNode score) {
    double points = score.doubleValue();
    if (points <= 0) {
      return GenericNormaliser.DEFAULT_SEVERITY;
    }
    if (points >= 9) {
      return Severity.CRITICAL;
    }
    if (points >= 7) {
      return Severity.HIGH;
    }
    return points >= 4 ? Severity.MEDIUM : Severity.LOW;
  }

  /** Like {@code CVE-2024-5535 in libssl3 3.0.11-1 (fixed in 3.0.14-1)}. */
  private static String title(JsonNode vulnerability) {
    String version = text(vulnerability, "installedVersion");
    String fixed = text(vulnerability, "fixedVersion");
    return Texts.title(
        "%s in %s%s (%s)"
            .formatted(
                text(vulnerability, "vulnerabilityID"),
                text(vulnerability, "resource"),
                version.isEmpty() ? "" : " " + version,
                fixed.isEmpty() ? "no fix yet" : "fixed in " + fixed));
  }

  /**
   * What tells two findings of one vulnerability and workload apart:
   *
   * <ul>
   *   <li>the container, since each has an image of its own;
   *   <li>the package, since one vulnerability is found in a source package's many binaries;
   *   <li>its installed version: an image may bring two, each with a fix of its own. Another
   *       version is therefore another problem, and the one before is resolved;
   *   <li>the place in the image, where the report gives it: each binary with a vulnerable library
   *       built in must be built anew. That is the package's path or else the target, but not a
   *       target that names the image, as that of packages of the operating system does: with it,
   *       each new tag would make every problem a new one.
   * </ul>
   *
   * <p>The image's tag and digest are not among them: the same problem in the next image is the
   * same problem. Nor is the package's type: no vulnerability is one of two ecosystems' packages of
   * the same name and version.
   */
  private static SortedMap<String, String> identity(TrivyReport report, JsonNode vulnerability) {
    SortedMap<String, String> identity = new TreeMap<>();
    put(identity, "container", report.container());
    put(identity, "package", text(vulnerability, "resource"));
    put(identity, "version", text(vulnerability, "installedVersion"));
    String path = text(vulnerability, "packagePath");
    put(identity, "path", path.isEmpty() ? target(report, vulnerability) : path);
    return identity;
  }

  private static String target(TrivyReport report, JsonNode vulnerability) {
    String target = text(vulnerability, "target");
    String repository = report.repository();
    String image = repository.substring(repository.lastIndexOf('/') + 1);
    boolean ofImage =
        text(vulnerability, "class").equals("os-pkgs")
            || (!image.isEmpty() && (target.contains(image + ":") || target.contains(image + "@")));
    return ofImage ? "" : target;
  }

  private static void put(SortedMap<String, String> identity, String field, String value) {
    if (!value.isEmpty()) {
      identity.put(field, Texts.cut(value, Texts.IDENTITY_CHARS));
    }
  }

  static String text(JsonNode vulnerability, String field) {
    return Texts.clean(Texts.of(vulnerability.path(field))).strip();
  }
}
