package dev.picket.sources.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Severity;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.IngesterFile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FalcoWebhookTest {

  private final WebhookFixture webhook =
      new WebhookFixture(IngesterFile.defaults(), Ticker.system());

  @AfterEach
  void theBooksAddUp() {
    webhook.close();
    assertThat(webhook.settled()).isTrue();
  }

  @Test
  void anEventSentTwiceIsOneObservationSeenTwice() throws IOException {
    byte[] event = Files.readAllBytes(WebhookFixture.EXAMPLES.resolve("falco.json"));
    HttpResponse<String> first =
        webhook.post("/ingest/falco", event, "Content-Type", "application/x-www-form-urlencoded");
    HttpResponse<String> second = webhook.post("/ingest/falco", event);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).contains("\"stored\":1");
    assertThat(second.body()).contains("\"repeated\":1");
    assertThat(webhook.stored())
        .singleElement()
        .satisfies(shell -> {
          assertThat(shell.count()).isEqualTo(2);
          assertThat(shell.severity()).isEqualTo(Severity.MEDIUM);
          assertThat(shell.resource().name()).isEqualTo("checkout-7c9d5f6b8-kq2xv");
          assertThat(shell.title())
              .isEqualTo("A shell was spawned in a container with an attached terminal");
        });
  }
}
