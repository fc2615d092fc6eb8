package dev.picket.sources.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrivyNormaliserTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int JAR = 3;

  @Test
  void eachVulnerabilityOfAReportIsAFindingOfItsWorkload() {
    Occurrence openssl = found(example()).getFirst();
    assertThat(openssl.source()).isEqualTo("trivy");
    assertThat(openssl.category()).isEqualTo(Category.SECURITY);
    assertThat(openssl.eventType()).isEqualTo("vulnerability");
    assertThat(openssl.rule()).isEqualTo("CVE-2024-5535");
    assertThat(openssl.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(openssl.title())
        .isEqualTo("CVE-2024-5535 in libssl3 3.0.11-1~deb12u2 (fixed in 3.0.14-1~deb12u1)");
    assertThat(openssl.resource())
        .isEqualTo(new Resource("apps/v1", "ReplicaSet", "shop", "checkout-7c9d5f6b8"));
    assertThat(openssl.id()).isNull();
    assertThat(openssl.observedAt()).isEqualTo("2026-09-14T03:12:45Z");
    assertThat(openssl.details())
        .contains(
            "\"title\":\"openssl: SSL_select_next_proto buffer overread\"",
            "\"score\":9.1",
            "\"tag\":\"2.14.0\"",
            "\"server\":\"registry.example.com\"",
            "\"container\":\"checkout\"");
  }

  @Test
  void findingsOfOneReportAreFiveProblems() {
    List<Occurrence> found = found(example());
    assertThat(found).extracting(Fingerprint::of).doesNotHaveDuplicates().hasSize(5);
    assertThat(found)
        .extracting(Occurrence::title)
        .contains("CVE-2023-4863 in libwebp7 1.2.4-0.2 (no fix yet)");
    assertThat(found.get(1).identity())
        .isEqualTo(
            Map.of("container", "checkout", "package", "openssl", "version", "3.0.11-1~deb12u2"));
    assertThat(found.get(JAR).identity())
        .containsEntry("path", "app/lib/spring-context-6.1.10.jar");
    assertThat(found.getLast().identity()).containsEntry("path", "usr/local/bin/healthcheck");
  }

  @ParameterizedTest
  @CsvSource({
    "CRITICAL, 1.0, CRITICAL",
    "HIGH, , HIGH",
    "MEDIUM, , MEDIUM",
    "low, , LOW",
    "NONE, , INFO",
    "UNKNOWN, , MEDIUM",
    "UNKNOWN, 0, MEDIUM",
    "UNKNOWN, 0.1, LOW",
    "UNKNOWN, 4, MEDIUM",
    "UNKNOWN, 7.0, HIGH",
    "UNKNOWN, 9.8, CRITICAL"
  })
  void severityIsTrivysAndWhatItDoesNotKnowIsRatedByScore(
      String word, Double score, Severity severity) {
    JsonNode report = example();
    vulnerability(report, 0).put("severity", word);
    vulnerability(report, 0).put("score", score);
    assertThat(found(report).getFirst().severity()).isEqualTo(severity);
  }

  @Test
  void theNextImageHasTheSameProblems() {
    JsonNode next = example();
    artifact(next).put("tag", "2.15.0").put("digest", "sha256:0000");
    for (int at = 0; at < JAR; at++) {
      vulnerability(next, at).put("target", "shop/checkout:2.15.0 (debian 12.6)").remove("class");
    }
    assertThat(found(next))
        .extracting(Fingerprint::of)
        .isEqualTo(found(example()).stream().map(Fingerprint::of).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resource", "installedVersion", "packagePath", "vulnerabilityID"})
  void packageVersionPlaceAndIdTellFindingsApart(String field) {
    JsonNode other = example();
    vulnerability(other, JAR).put(field, "another");
    assertThat(Fingerprint.of(found(other).get(JAR)))
        .isNotEqualTo(Fingerprint.of(found(example()).get(JAR)));
  }

  @Test
  void containersOfOneWorkloadTellFindingsApart() {
    JsonNode other = example();
    labels(other).put("trivy-operator.container.name", "proxy");
    assertThat(Fingerprint.of(found(other).getFirst()))
        .isNotEqualTo(Fingerprint.of(found(example()).getFirst()));
  }

  @Test
  void aReportWrittenAnewWithoutChangeSaysTheSame() {
    ObjectNode anew = example();
    report(anew).put("updateTimestamp", "2026-11-20T03:12:45Z");
    report(anew).withObject("scanner").put("version", "0.58.0");
    vulnerability(anew, 0).put("lastModifiedDate", "2026-11-19T00:00:00Z");
    ArrayNode links = JsonNodeFactory.instance.arrayNode();
    vulnerability(anew, JAR).get("links").forEach(link -> links.insert(0, link));
    vulnerability(anew, JAR).set("links", links);
    List<JsonNode> shuffled = new ArrayList<>();
    report(anew).get("vulnerabilities").forEach(shuffled::add);
    Collections.reverse(shuffled);
    report(anew).putArray("vulnerabilities").addAll(shuffled);
    anew.withObject("metadata").put("resourceVersion", "9").put("generation", 3);
    assertThat(contents(anew)).isEqualTo(contents(example())).hasSize(5);
  }

  @Test
  void whatAPersonWouldWantToKnowChangesWhatAFindingSays() {
    Map<String, Consumer<ObjectNode>> changes =
        Map.of(
            "severity", report -> vulnerability(report, 0).put("severity", "HIGH"),
            "fixed version", report -> vulnerability(report, 0).put("fixedVersion", "3.0.15"),
            "title", report -> vulnerability(report, 0).put("title", "worse than thought"),
            "score", report -> vulnerability(report, 0).put("score", 9.8),
            "link", report -> vulnerability(report, 0).put("primaryLink", "https://x"),
            "tag", report -> artifact(report).put("tag", "3"),
            "digest", report -> artifact(report).put("digest", "sha256:00"),
            "end of life", report -> report(report).withObject("os").put("eosl", true));
    Fingerprint first = Fingerprint.of(found(example()).getFirst());
    Long before = contents(example()).get(first);
    changes.forEach((what, change) -> {
      ObjectNode changed = example();
      change.accept(changed);
      assertThat(contents(changed).get(first)).as(what).isNotNull().isNotEqualTo(before);
    });
  }

  @Test
  void aNameTooLongForALabelIsInAnAnnotation() {
    ObjectNode report = example();
    String name = "a".repeat(100);
    labels(report).remove("trivy-operator.resource.name");
    labels(report).put("trivy-operator.resource.name-hash", "6f4b8d5c7d");
    report.withObject("/metadata/annotations").put("trivy-operator.resource.name", name);
    assertThat(found(report).getFirst().resource().name()).isEqualTo(name);
  }

  @Test
  void withoutLabelsItIsTheOwnerAndWithoutOneTheReport() {
    ObjectNode report = example();
    report.withObject("metadata").remove("labels");
    assertThat(found(report).getFirst().resource())
        .isEqualTo(
            new Resource(
                "aquasecurity.github.io/v1alpha1",
                "VulnerabilityReport",
                "shop",
                "replicaset-checkout-7c9d5f6b8-checkout"));
    addOwner(report, "argoproj.io/v1alpha1", "Rollout", "checkout");
    assertThat(found(report).getFirst().resource())
        .isEqualTo(new Resource("argoproj.io/v1alpha1", "Rollout", "shop", "checkout"));
  }

  @Test
  void theGroupOfAWorkloadThatIsNotKubernetesOwnIsItsOwners() {
    ObjectNode report = example();
    labels(report)
        .put("trivy-operator.resource.kind", "Rollout")
        .put("trivy-operator.resource.name", "checkout");
    assertThat(found(report).getFirst().resource().apiVersion()).isEmpty();
    addOwner(report, "argoproj.io/v1alpha1", "Rollout", "checkout");
    assertThat(found(report).getFirst().resource().apiVersion()).isEqualTo("argoproj.io/v1alpha1");
  }

  @Test
  void aReportWithoutAReadableTimeIsDatedByItsArrival() {
    for (String time : List.of("\"yesterday\"", "null", "[]", "{}")) {
      ObjectNode report = example();
      report(report).set("updateTimestamp", yaml(time));
      assertThat(found(report).getFirst().observedAt()).isEqualTo(Payloads.RECEIVED_AT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/vulnerabilityID | null | null | its id, as CVE-...",
        "/vulnerabilityID | '{}' | an object | its id, as CVE-...",
        "/resource | 17 | 17 | the name of a package",
        "/resource | [] | an array | the name of a package",
        "/severity | grave | grave | CRITICAL, HIGH, MEDIUM, LOW, NONE or UNKNOWN",
        "/severity | {} | an object | CRITICAL, HIGH, MEDIUM, LOW, NONE or UNKNOWN",
        "/score | high | high | a number",
        "/score | 1e400 | Infinity | a number",
        "/fixedVersion | [1] | an array | a text",
        "/title | {a: b} | an object | a text",
      })
  void aWrongFieldIsToldByItsPlaceAndTheOtherFindingsPass(
      String field, String value, String shown, String expected) {
    ObjectNode report = example();
    vulnerability(report, 1).set(field.substring(1), yaml(value));
    List<Item> items = normalise(report).items();
    assertThat(items.get(1))
        .isEqualTo(
            new Item.Invalid(
                1, new InputProblem("/report/vulnerabilities/1" + field, shown, expected)));
    assertThat(items).filteredOn(Item.Reported.class::isInstance).hasSize(4);
  }

  @Test
  void aMissingFieldIsToldAndSoIsAFindingThatIsNoObject() {
    ObjectNode report = example();
    vulnerability(report, 0).remove("severity");
    ((ArrayNode) report(report).get("vulnerabilities")).set(1, yaml("CVE-1"));
    assertThat(normalise(report).items().subList(0, 2))
        .extracting(item -> ((Item.Invalid) item).problem().message())
        .containsExactly(
            "/report/vulnerabilities/0/severity: got nothing; expected"
                + " CRITICAL, HIGH, MEDIUM, LOW, NONE or UNKNOWN",
            "/report/vulnerabilities/1: got CVE-1; expected an object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /metadata: got nothing; expected the metadata of an object",
        "{metadata: {}} | /report: got nothing; expected a report of Trivy's",
        "{metadata: {}, report: []} | /report: got an array; expected a report of Trivy's",
        "{metadata: {}, report: {}} | /report/vulnerabilities: got nothing; expected a list",
        "{metadata: {}, report: {vulnerabilities: {}}}"
            + " | /report/vulnerabilities: got an object; expected a list",
      })
  void anObjectThatIsNoReportIsRefusedWhole(String object, String message) {
    assertThatThrownBy(() -> normalise(yaml(object)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void aReportWithoutFindingsHasNone() {
    assertThat(normalise(yaml("{metadata: {}, report: {vulnerabilities: []}}")).items()).isEmpty();
    assertThat(normalise(yaml("{metadata: {}, report: {vulnerabilities: null}}")).items())
        .isEmpty();
  }

  @Test
  void aTextOfAMillionCharactersIsCut() {
    ObjectNode report = example();
    for (String field : List.of("title", "resource", "vulnerabilityID", "fixedVersion")) {
      vulnerability(report, 0).put(field, "x".repeat(1_000_000));
    }
    Occurrence cut = found(report).getFirst();
    assertThat(cut.title()).hasSize(1_000).endsWith("...");
    assertThat(cut.rule()).hasSize(500);
    assertThat(cut.details()).hasSizeLessThan(65_536);
  }

  @Test
  void whatAStoreCannotHoldIsReplaced() {
    ObjectNode report = example();
    vulnerability(report, 0).put("title", "a\0b").put("resource", "c\uD800d");
    vulnerability(report, 0).putObject("cvss").putObject("n\0vd").put("V3\0", "x\0");
    vulnerability(report, 0).putArray("links").add("https://\0");
    assertThat(found(report).getFirst().toString()).doesNotContain("\0", "\uD800", "\\u0000");
  }

  @Test
  void tenThousandFindingsPass() {
    ObjectNode report = example();
    fill(report, 10_000);
    assertThat(found(report)).hasSize(10_000).extracting(Fingerprint::of).doesNotHaveDuplicates();
  }

  @Test
  void ofMoreTheWorstPassInWhateverOrderAndEachOtherIsTold() {
    ObjectNode report = example();
    fill(report, 10_003);
    vulnerability(report, 10_002).put("severity", "CRITICAL");
    List<Item> items = normalise(report).items();
    assertThat(items).hasSize(10_003);
    assertThat(items.getLast()).isInstanceOf(Item.Reported.class);
    assertThat(items)
        .filteredOn(Item.Invalid.class::isInstance)
        .hasSize(3)
        .allSatisfy(item ->
            assertThat(((Item.Invalid) item).problem().message())
                .isEqualTo("/report/vulnerabilities: got 10003 findings; expected at most 10000"));
    Map<Fingerprint, Long> before = contents(report);
    List<JsonNode> reversed = new ArrayList<>();
    report(report).get("vulnerabilities").forEach(reversed::add);
    Collections.reverse(reversed);
    report(report).putArray("vulnerabilities").addAll(reversed);
    assertThat(contents(report)).isEqualTo(before);
  }

  private static void fill(ObjectNode report, int findings) {
    ArrayNode list = report(report).putArray("vulnerabilities");
    for (int at = 0; at < findings; at++) {
      list.addObject()
          .put("vulnerabilityID", "CVE-2026-" + at)
          .put("resource", "libssl3")
          .put("severity", "LOW");
    }
  }

  private static void addOwner(ObjectNode report, String apiVersion, String kind, String name) {
    report
        .withObject("metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", apiVersion)
        .put("kind", kind)
        .put("name", name)
        .put("controller", true);
  }

  private static Map<Fingerprint, Long> contents(JsonNode report) {
    ObjectFindings findings = normalise(report);
    Map<Fingerprint, Long> contents = new HashMap<>();
    for (int at = 0; at < findings.items().size(); at++) {
      if (findings.items().get(at) instanceof Item.Reported reported) {
        contents.put(Fingerprint.of(reported.occurrence()), findings.contents().get(at));
      }
    }
    return contents;
  }

  private static List<Occurrence> found(JsonNode report) {
    return normalise(report).items().stream()
        .map(item -> ((Item.Reported) item).occurrence())
        .toList();
  }

  private static ObjectFindings normalise(JsonNode report) {
    return new TrivyNormaliser("trivy", PayloadLimits.DEFAULT)
        .normalise(report, Payloads.RECEIVED_AT);
  }

  private static ObjectNode labels(JsonNode report) {
    return ((ObjectNode) report).withObject("/metadata/labels");
  }

  private static ObjectNode report(JsonNode report) {
    return ((ObjectNode) report).withObject("report");
  }

  private static ObjectNode artifact(JsonNode report) {
    return report(report).withObject("artifact");
  }

  private static ObjectNode vulnerability(JsonNode report, int at) {
    return (ObjectNode) report(report).get("vulnerabilities").get(at);
  }

  private static ObjectNode example() {
    return (ObjectNode) yaml(Payloads.example("trivy-vulnerabilityreport.yaml"));
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
