package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * VulnerabilityReports of the Trivy operator, {@code aquasecurity.github.io/v1alpha1}: one for each
 * container of a workload. Each vulnerability of a report is a finding.
 *
 * <p>A problem is a vulnerability (the rule) of a workload (the resource), and the fields of {@link
 * TrivyFinding#identity} tell two of one workload apart.
 *
 * <p>A report may have any number of findings, but only so many are taken: the worst, and among
 * equals those first by fingerprint, so that their order in the report is no matter. Each of the
 * others is told as a problem.
 */
public final class TrivyNormaliser implements ObjectNormaliser {

  static final String EVENT_TYPE = "vulnerability";

  /** JSON pointer to a report's findings. */
  static final String LIST = "/report/vulnerabilities";

  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.comparing(Ranked::severity).reversed().thenComparing(Ranked::fingerprint);

  private final String source;
  private final int findingsMax;

  /**
   * A normaliser for one Ingester.
   *
   * @param source the Ingester's name
   * @param limits of which {@code batchItemsMax} is how many findings one report may have
   */
  public TrivyNormaliser(String source, PayloadLimits limits) {
    this.source = source;
    this.findingsMax = limits.batchItemsMax();
  }

  private record Ranked(Item.Reported item, Severity severity, Fingerprint fingerprint) {

    static Ranked of(Item.Reported item) {
      return new Ranked(item, item.occurrence().severity(), Fingerprint.of(item.occurrence()));
    }
  }

  @Override
  public ObjectFindings normalise(JsonNode object, Instant receivedAt) {
    JsonNode report = object.path("report");
    JsonNode vulnerabilities = report.path("vulnerabilities");
    check(object, report, vulnerabilities);
    Instant observedAt = ReportedTime.of(report.path("updateTimestamp")).orElse(receivedAt);
    TrivyReport whole = TrivyReport.of(source, object, observedAt);
    List<Item> items = new ArrayList<>(vulnerabilities.size());
    for (JsonNode vulnerability : vulnerabilities) {
      Place place = new Place(items.size(), LIST + "/" + items.size());
      items.add(TrivyFinding.of(whole, vulnerability, place));
    }
    return ObjectFindings.of(items.size() <= findingsMax ? items : limited(items));
  }

  /** A report without findings has an empty list or, by other scanners, null. */
  private static void check(JsonNode object, JsonNode report, JsonNode vulnerabilities) {
    if (!object.path("metadata").isObject()) {
      throw new InvalidInputException(
          "/metadata", Place.shown(object.path("metadata")), "the metadata of an object");
    }
    if (!report.isObject()) {
      throw new InvalidInputException("/report", Place.shown(report), "a report of Trivy's");
    }
    boolean none = report.has("vulnerabilities") && vulnerabilities.isNull();
    if (!vulnerabilities.isArray() && !none) {
      throw new InvalidInputException(LIST, Place.shown(vulnerabilities), "a list");
    }
  }

  private List<Item> limited(List<Item> items) {
    InputProblem problem =
        new InputProblem(LIST, items.size() + " findings", "at most " + findingsMax);
    List<Item> limited = new ArrayList<>(items);
    items.stream()
        .filter(Item.Reported.class::isInstance)
        .map(item -> Ranked.of((Item.Reported) item))
        .sorted(WORST_FIRST)
        .skip(findingsMax)
        .map(ranked -> ranked.item().index())
        .forEach(index -> limited.set(index, new Item.Invalid(index, problem)));
    return limited;
  }
}
