package dev.picket.sources.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.InvalidInputException;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.ingester.WebhookIngester;
import dev.picket.sources.payload.ObjectFormat;
import dev.picket.sources.payload.PayloadFormat;
import dev.picket.sources.payload.PayloadLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplanationTest {

  private final WebhookFixture webhook =
      new WebhookFixture(IngesterFile.defaults(), new ManualTicker());

  @AfterEach
  void stop() {
    webhook.close();
  }

  @Test
  void anEventIsFollowedThroughAllStages() throws IOException {
    byte[] event = example("falco.json");
    Explanation explanation = explain("falco", PayloadFormat.FALCO, event, WebhookFixture.NOW);
    assertThat(explanation.items()).hasSize(1);
    assertThat(explanation.items().getFirst().steps())
        .satisfiesExactly(
            decoded -> assertStep(decoded, "decoded", "{\"output\":\"09:41:07"),
            normalised ->
                assertStep(
                    normalised,
                    "normalised",
                    "severity: medium\neventType: runtime_security\nrule: Terminal shell in"),
            filter -> assertStep(filter, "filter", "kept"),
            clock -> assertStep(clock, "clock", "believed: 2026-11-22T09:41:07.482113906Z"),
            fingerprint -> assertStep(fingerprint, "fingerprint", "container=checkout"),
            store -> assertStep(store, "store", "sent again it counts again"));
  }

  @Test
  void theFingerprintIsTheOneThatIsStored() throws IOException {
    byte[] event = example("falco-with-uuid.json");
    Explanation explanation = explain("falco", PayloadFormat.FALCO, event, WebhookFixture.NOW);
    String answer = webhook.post("/ingest/falco", event).body();
    String stored = webhook.stored().getFirst().fingerprint().hex();
    assertThat(answer).contains(stored);
    assertThat(explanation.items().getFirst().steps().get(4).text()).startsWith(stored);
  }

  @Test
  void aWayThatEndsIsToldWhereAndWhy(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("picket.yaml"),
            "ingesters: [{name: a, format: falco, filters: {minimumSeverity: high}}]");
    WebhookIngester strict = IngesterFile.read(file).ingesters().getFirst();
    byte[] batch =
        ("[" + new String(example("falco.json"), StandardCharsets.UTF_8) + ",17,{\"rule\":17}]")
            .getBytes(StandardCharsets.UTF_8);
    Explanation explanation =
        Explanation.of(strict, PayloadLimits.DEFAULT, batch, WebhookFixture.NOW);
    assertThat(explanation.items())
        .satisfiesExactly(
            dropped ->
                assertStep(dropped.steps().getLast(), "filter", "dropped by minimum_severity"),
            scalar -> assertStep(scalar.steps().getLast(), "normalised", "rejected: /1: got 17"),
            invalid ->
                assertStep(invalid.steps().getLast(), "normalised", "rejected: /2/rule: got 17"));
  }

  @Test
  void aClockThatIsNotBelievedIsTold() throws IOException {
    Instant later = WebhookFixture.NOW.plus(Duration.ofDays(3));
    Explanation explanation = explain("falco", PayloadFormat.FALCO, example("falco.json"), later);
    assertStep(
        explanation.items().getFirst().steps().get(3),
        "clock",
        "not believed: says 2026-11-22T09:41:07.482113906Z; dated by its arrival");
  }

  @Test
  void irrelevantItemsTellWhy() throws IOException {
    Explanation explanation =
        explain("audit", PayloadFormat.AUDIT, example("audit-eventlist.json"), WebhookFixture.NOW);
    assertThat(explanation.items()).hasSize(9);
    assertStep(
        explanation.items().get(6).steps().getLast(), "normalised", "left out: failed_request");
  }

  @Test
  void whatCannotBeReadAtAllIsThrown() {
    assertThatThrownBy(() ->
            explain(
                "falco",
                PayloadFormat.FALCO,
                "{".getBytes(StandardCharsets.UTF_8),
                WebhookFixture.NOW))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void anObjectsFindingsAreFollowedThroughAllStages() throws IOException {
    InformerIngester trivy = InformerIngester.ofDefaults("trivy", ObjectFormat.TRIVY);
    Explanation explanation =
        Explanation.of(
            trivy,
            PayloadLimits.DEFAULT,
            example("trivy-vulnerabilityreport.yaml"),
            WebhookFixture.NOW);
    assertThat(explanation.items()).hasSize(5);
    assertThat(explanation.items().get(1).steps())
        .satisfiesExactly(
            decoded -> assertStep(decoded, "decoded", "\"resource\":\"openssl\""),
            normalised -> assertStep(normalised, "normalised", "severity: high"),
            filter -> assertStep(filter, "filter", "kept"),
            clock -> assertStep(clock, "clock", "believed: 2026-09-14T03:12:45Z"),
            fingerprint -> assertStep(fingerprint, "fingerprint", "package=openssl"),
            store -> assertStep(store, "store", "counts only when it says something else"));
  }

  @Test
  void anObjectThatIsOlderThanItsTimeOrMalformedIsToldSo() {
    InformerIngester trivy = InformerIngester.ofDefaults("trivy", ObjectFormat.TRIVY);
    String report =
        "{metadata: {creationTimestamp: \"2026-11-01T00:00:00Z\"}, report: {updateTimestamp:"
            + " \"1970-01-01T00:00:00Z\", vulnerabilities: [{vulnerabilityID: C, resource: r,"
            + " severity: LOW}]}}";
    Explanation explanation =
        Explanation.of(
            trivy,
            PayloadLimits.DEFAULT,
            report.getBytes(StandardCharsets.UTF_8),
            WebhookFixture.NOW);
    assertStep(explanation.items().getFirst().steps().get(3), "clock", "not believed");
    for (String object : List.of("", "{", "a: [", "17")) {
      assertThatThrownBy(() ->
              Explanation.of(
                  trivy,
                  PayloadLimits.DEFAULT,
                  object.getBytes(StandardCharsets.UTF_8),
                  WebhookFixture.NOW))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  private static void assertStep(Explanation.Step step, String stage, String text) {
    assertThat(step.stage()).isEqualTo(stage);
    assertThat(step.text()).contains(text);
  }

  private static Explanation explain(
      String name, PayloadFormat format, byte[] payload, Instant receivedAt) {
    return Explanation.of(
        WebhookIngester.ofDefaults(name, format), PayloadLimits.DEFAULT, payload, receivedAt);
  }

  private static byte[] example(String name) throws IOException {
    return Files.readAllBytes(WebhookFixture.EXAMPLES.resolve(name));
  }
}
