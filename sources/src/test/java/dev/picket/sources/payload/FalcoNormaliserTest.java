package dev.picket.sources.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FalcoNormaliserTest {

  @Test
  void anOlderBuildsEventNamesItsPodAndCountsEachTime() {
    Occurrence shell = Payloads.only(Payloads.falco(Payloads.example("falco.json")));
    assertThat(shell.category()).isEqualTo(Category.SECURITY);
    assertThat(shell.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(shell.eventType()).isEqualTo("runtime_security");
    assertThat(shell.rule()).isEqualTo("Terminal shell in container");
    assertThat(shell.title())
        .isEqualTo("A shell was spawned in a container with an attached terminal");
    assertThat(shell.resource())
        .isEqualTo(new Resource("v1", "Pod", "shop", "checkout-7c9d5f6b8-kq2xv"));
    assertThat(shell.identity()).isEqualTo(Map.of("container", "checkout"));
    assertThat(shell.id()).isNull();
    assertThat(shell.observedAt()).isEqualTo("2026-11-22T09:41:07.482113906Z");
    assertThat(shell.details()).contains("\"proc.tty\":34816", "\"priority\":\"Warning\"");
  }

  @Test
  void aNewerBuildsEventIsKnownByItsUuid() {
    Occurrence fileless = Payloads.only(Payloads.falco(Payloads.example("falco-with-uuid.json")));
    assertThat(fileless.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(fileless.title()).isEqualTo("Fileless execution via memfd_create");
    assertThat(fileless.id())
        .isEqualTo(
            new OccurrenceId(
                Instant.parse("2026-11-22T09:58:31.204817355Z"),
                "6e0b6f0a-3c52-4b0e-9d0f-52b1f0a7c9e4"));
    assertThat(fileless.details()).contains("\"hostname\":\"falco-2hv8t\"", "\"T1620\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Emergency, CRITICAL",
    "Alert, CRITICAL",
    "Critical, CRITICAL",
    "Error, HIGH",
    "WARNING, MEDIUM",
    "Notice, LOW",
    "Informational, INFO",
    "Debug, INFO"
  })
  void prioritiesKeepTheirOrder(String priority, Severity severity) {
    assertThat(event("\"priority\":\"" + priority + "\"").severity()).isEqualTo(severity);
  }

  @Test
  void twoContainersOfOnePodAreTwoProblems() {
    String fields = "\"k8s.pod.name\":\"p\",\"k8s.ns.name\":\"n\",\"container.name\":";
    Occurrence one = event("\"output_fields\":{" + fields + "\"a\"}");
    Occurrence other = event("\"output_fields\":{" + fields + "\"b\"}");
    assertThat(Fingerprint.of(one)).isNotEqualTo(Fingerprint.of(other));
  }

  @Test
  void theContainersIdDoesNotMatterWhenItHasAName() {
    String fields = "\"k8s.pod.name\":\"p\",\"container.name\":\"a\",\"container.id\":";
    assertThat(Fingerprint.of(event("\"output_fields\":{" + fields + "\"1\"}")))
        .isEqualTo(Fingerprint.of(event("\"output_fields\":{" + fields + "\"2\"}")));
  }

  @Test
  void withoutAPodItIsTheContainerOnItsHost() {
    Occurrence event =
        event(
            "\"hostname\":\"node-3\",\"output_fields\":{\"k8s.pod.name\":null,"
                + "\"k8s.ns.name\":\"<NA>\",\"container.id\":\"abc\",\"container.name\":\"web\"}");
    assertThat(event.resource()).isEqualTo(new Resource("", "Container", "", "web"));
    assertThat(event.identity()).isEqualTo(Map.of("host", "node-3"));
  }

  @Test
  void whatRunsOnTheHostIsTheNodes() {
    Occurrence event =
        event(
            "\"hostname\":\"node-3\",\"output_fields\":{\"container.id\":\"host\","
                + "\"container.name\":\"host\"}");
    assertThat(event.resource()).isEqualTo(new Resource("v1", "Node", "", "node-3"));
  }

  @Test
  void withoutAnythingTheResourceIsUnknown() {
    assertThat(event("\"source\":\"syscall\"").resource()).isEqualTo(Resource.UNKNOWN);
  }

  @Test
  void anEventAboutTheApiIsTheObjects() {
    Occurrence event =
        event(
            "\"source\":\"k8s_audit\",\"output_fields\":{\"ka.target.resource\":\"configmaps\","
                + "\"ka.target.namespace\":\"shop\",\"ka.target.name\":\"settings\","
                + "\"ka.verb\":\"create\",\"ka.user.name\":\"dana\"}");
    assertThat(event.resource()).isEqualTo(new Resource("", "ConfigMap", "shop", "settings"));
    assertThat(event.identity()).isEqualTo(Map.of("verb", "create", "user", "dana"));
  }

  @Test
  void aPluginsEventIsNotAboutTheHostThatFalcoRunsOn() {
    Occurrence event =
        event("\"source\":\"aws_cloudtrail\",\"hostname\":\"falco-0\",\"output_fields\":{}");
    assertThat(event.resource()).isEqualTo(Resource.UNKNOWN);
  }

  @Test
  void anAuditEventWithoutAnObjectIsToldByItsPath() {
    Occurrence event =
        event(
            "\"source\":\"k8s_audit\",\"hostname\":\"falco-0\",\"output_fields\":{"
                + "\"ka.user.name\":\"dana\",\"ka.uri\":\"/metrics\"}");
    assertThat(event.resource()).isEqualTo(Resource.UNKNOWN);
    assertThat(event.identity()).isEqualTo(Map.of("user", "dana", "uri", "/metrics"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"time\":\"2026-11-22T09:00:00.123456789Z\"', 2026-11-22T09:00:00.123456789Z",
    "'\"time\":\"2026-11-22T10:00:00.5+01:00\"', 2026-11-22T09:00:00.500Z",
    "'\"output_fields\":{\"evt.time\":1795341511204817355}', 2026-11-22T09:58:31.204817355Z",
    "'\"output_fields\":{\"evt.time.iso8601\":1795341511204817355}',"
        + " 2026-11-22T09:58:31.204817355Z",
    "'\"output_fields\":{\"evt.time.iso8601\":\"2026-11-22T09:00:00.5+0000\"}',"
        + " 2026-11-22T09:00:00.500Z",
    "'\"output_fields\":{\"evt.time\":\"09:41:07.482113906\"}', 2026-11-22T12:00:00Z",
    "'\"output_fields\":{\"evt.time\":-5}', 2026-11-22T12:00:00Z",
    "'\"output_fields\":{\"evt.time\":1e300}', 2026-11-22T12:00:00Z",
    "'\"time\":\"+999999999-01-01T00:00:00Z\"', 2026-11-22T12:00:00Z"
  })
  void timesOfAllBuildsAreRead(String field, Instant observedAt) {
    assertThat(event(field).observedAt()).isEqualTo(observedAt);
  }

  @Test
  void anArrayAndOneEventALineAreBatches() {
    String one = Payloads.example("falco.json");
    String other = Payloads.example("falco-with-uuid.json");
    assertThat(Payloads.falco("[" + one + "," + other + "]"))
        .hasSize(2)
        .allSatisfy(item -> assertThat(item).isInstanceOf(Item.Reported.class));
    assertThat(Payloads.falco(one + "\n" + other + "\n"))
        .extracting(Item::index)
        .containsExactly(0, 1);
    assertThat(Payloads.falco("[]")).isEmpty();
  }

  @Test
  void outputFieldsDoWithoutAnOutput() {
    List<Item> items =
        Payloads.falco("{\"rule\":\"r\",\"priority\":\"Error\",\"output_fields\":{}}");
    assertThat(Payloads.only(items).title()).isEqualTo("r");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"priority\":\"Error\",\"output\":\"o\"}', /rule",
    "'{\"rule\":\" \",\"priority\":\"Error\",\"output\":\"o\"}', /rule",
    "'{\"rule\":\"r\",\"output\":\"o\"}', /priority",
    "'{\"rule\":\"r\",\"priority\":\"Terrible\",\"output\":\"o\"}', /priority",
    "'{\"rule\":\"r\",\"priority\":\"Error\"}', /output",
    "'{\"rule\":\"r\",\"priority\":\"Error\",\"output\":{}}', /output",
    "'[17]', /0"
  })
  void whatAnEventMustHaveIsToldByPointer(String json, String pointer) {
    assertThat(Payloads.falco(json))
        .singleElement()
        .isInstanceOfSatisfying(
            Item.Invalid.class,
            invalid -> assertThat(invalid.problem().place()).isEqualTo(pointer));
  }

  @Test
  void longTextsAreCut() {
    String long70k = "x".repeat(70_000);
    Occurrence event =
        Payloads.only(
            Payloads.falco(
                "{\"rule\":\"%s\",\"priority\":\"Error\",\"output\":\"%s\",\"output_fields\":{"
                        .formatted(long70k, long70k)
                    + "\"k8s.pod.name\":\"%s\"}}".formatted(long70k)));
    assertThat(event.rule()).hasSize(500).endsWith("...");
    assertThat(event.title()).hasSize(1_000).endsWith("...");
    assertThat(event.resource().name()).hasSize(253);
    assertThat(event.details()).hasSizeLessThan(65_537).contains("\"picketCut\":true");
  }

  private static Occurrence event(String field) {
    String others =
        (field.contains("\"priority\"") ? "" : "\"priority\":\"Error\",")
            + "\"rule\":\"r\",\"output\":\"o\",";
    return Payloads.only(Payloads.falco("{" + others + field + "}"));
  }
}
