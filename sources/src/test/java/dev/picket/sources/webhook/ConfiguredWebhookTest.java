package dev.picket.sources.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Observation;
import dev.picket.observation.Severity;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.IngesterFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example configuration and the example payloads, together. */
final class ConfiguredWebhookTest {

  private final WebhookFixture webhook =
      new WebhookFixture(
          IngesterFile.read(WebhookFixture.EXAMPLES.resolve("picket.yaml")), Ticker.system());

  @AfterEach
  void theBooksAddUpAndNothingIsHeld() {
    webhook.close();
    assertThat(webhook.settled()).isTrue();
  }

  @Test
  void anAuditBatchSentAgainCountsOnce() throws IOException {
    byte[] batch = Files.readAllBytes(WebhookFixture.EXAMPLES.resolve("audit-eventlist.json"));
    assertThat(webhook.post("/ingest/audit", batch).body())
        .startsWith("{\"received\":9,\"stored\":5,\"repeated\":0,\"filtered\":4,\"rejected\":0");
    assertThat(webhook.post("/ingest/audit", batch).body())
        .startsWith("{\"received\":9,\"stored\":0,\"repeated\":5,\"filtered\":4,\"rejected\":0");
    assertThat(webhook.stored()).hasSize(5).extracting(Observation::count).containsOnly(1L);
    assertThat(webhook.balance("audit").filtered())
        .isEqualTo(
            Map.of("read_only", 2L, "other_change", 2L, "failed_request", 2L, "no_object", 2L));
  }

  @Test
  void aFilterLeavesOutWhatItSays() throws IOException {
    String event = Files.readString(WebhookFixture.EXAMPLES.resolve("falco.json"));
    assertThat(webhook.post("/ingest/falco", event.replace("\"shop\"", "\"sandbox\"")).body())
        .contains("\"filtered\":1");
    assertThat(webhook.balance("falco").filtered()).isEqualTo(Map.of("namespace", 1L));
    assertThat(webhook.stored()).isEmpty();
  }

  @Test
  void aConditionLeavesOutWhatItSays() {
    String change =
        "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"auditID\":\"a\","
            + "\"stage\":\"ResponseComplete\",\"verb\":\"update\",\"user\":{\"username\":\"x\"},"
            + "\"objectRef\":{\"resource\":\"configmaps\",\"namespace\":\"build\",\"name\":\"c\"}}";
    assertThat(webhook.post("/ingest/audit", change).body()).contains("\"filtered\":1");
    assertThat(webhook.post("/ingest/audit", change.replace("build", "shop")).body())
        .contains("\"stored\":1");
    assertThat(webhook.balance("audit").filtered()).isEqualTo(Map.of("condition", 1L));
  }

  @Test
  void aMappedSourceHasItsOwnPathAndWords() {
    String report =
        "{\"job\":\"nightly\",\"urgency\":\"now\","
            + "\"target\":{\"namespace\":\"shop\",\"database\":\"orders-db\"}}";
    HttpResponse<String> answer = webhook.post("/ingest/backups", report);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(webhook.stored())
        .singleElement()
        .satisfies(late -> {
          assertThat(late.source()).isEqualTo("backups");
          assertThat(late.title()).isEqualTo("nightly is overdue");
          assertThat(late.severity()).isEqualTo(Severity.CRITICAL);
          assertThat(late.resource().kind()).isEqualTo("StatefulSet");
        });
  }

  @Test
  void theGenericExampleIsTaken() throws IOException {
    byte[] report = Files.readAllBytes(WebhookFixture.EXAMPLES.resolve("generic.json"));
    assertThat(webhook.post("/ingest/generic/default", report).body()).contains("\"stored\":1");
  }
}
