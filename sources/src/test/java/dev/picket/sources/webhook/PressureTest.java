package dev.picket.sources.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.Filters;
import dev.picket.sources.ingester.Authentication;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.ingester.Limits;
import dev.picket.sources.ingester.RateLimit;
import dev.picket.sources.ingester.WebhookIngester;
import dev.picket.sources.payload.Mapping;
import dev.picket.sources.payload.PayloadFormat;
import dev.picket.sources.payload.PayloadLimits;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Too much at once: rates and memory. */
final class PressureTest {

  private static final int BUDGET = 256 * 1024;
  private static final String EVENT = "{\"title\":\"t\"}";

  private final ManualTicker ticker = new ManualTicker();
  private final WebhookFixture webhook =
      new WebhookFixture(
          new IngesterFile(
              List.of(
                  ingester("limited", new RateLimit(0.5, 2)), ingester("default", RateLimit.NONE)),
              new Limits(BUDGET, PayloadLimits.DEFAULT)),
          ticker);

  @AfterEach
  void theBooksAddUpAndNothingIsHeld() {
    webhook.close();
    assertThat(webhook.settled()).isTrue();
  }

  @Test
  void moreThanTheRateIsToldWhenToComeBack() {
    assertThat(webhook.post("/ingest/generic/limited", EVENT).statusCode()).isEqualTo(200);
    assertThat(webhook.post("/ingest/generic/limited", EVENT).statusCode()).isEqualTo(200);
    HttpResponse<String> third = webhook.post("/ingest/generic/limited", EVENT);
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("Retry-After")).contains("2");
    assertThat(webhook.balance("limited").unavailable()).isEqualTo(Map.of("rate_limited", 1L));
    assertThat(webhook.post("/ingest/generic/default", EVENT).statusCode()).isEqualTo(200);
    ticker.advance(Duration.ofSeconds(2));
    assertThat(webhook.post("/ingest/generic/limited", EVENT).statusCode()).isEqualTo(200);
  }

  @Test
  void aBucketHoldsNoMoreThanItsBurst() {
    TokenBucket bucket = new TokenBucket(new RateLimit(100, 3), ticker);
    ticker.advance(Duration.ofHours(1));
    assertThat(List.of(bucket.take(), bucket.take(), bucket.take(), bucket.take()))
        .containsExactly(0L, 0L, 0L, 1L);
  }

  @Test
  void aBodyThatTheBudgetCannotHoldIsTurnedAway() {
    String large = "{\"title\":\"" + "x".repeat(BUDGET) + "\"}";
    HttpResponse<String> answer = webhook.post("/ingest/generic/default", large);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(webhook.balance("default").unavailable()).isEqualTo(Map.of("in_flight", 1L));
  }

  /** Three bytes of it make an object of dozens of bytes. */
  @Test
  void whatATreeTakesCountsAsWell() {
    String lists = "{\"title\":\"t\",\"lists\":[" + "[],".repeat(10_000) + "[]]}";
    assertThat(lists.length()).isLessThan(BUDGET / 8);
    assertThat(webhook.post("/ingest/generic/default", lists).statusCode()).isEqualTo(503);
  }

  @Test
  void requestsShareTheBudgetAndGiveItBack() throws IOException {
    String event = "{\"title\":\"t\",\"x\":\"" + "x".repeat(BUDGET / 8) + "\"}";
    assertThat(webhook.post("/ingest/generic/default", event).statusCode()).isEqualTo(200);
    try (Socket silent = new Socket("localhost", webhook.port())) {
      silent
          .getOutputStream()
          .write(
              ("POST /ingest/generic/limited HTTP/1.1\r\nHost: x\r\nContent-Length: 250000\r\n\r\n"
                      + " ".repeat(130_000))
                  .getBytes(StandardCharsets.US_ASCII));
      while (webhook.routes.inFlightBytes() < BUDGET / 2) {
        Thread.onSpinWait();
      }
      assertThat(webhook.post("/ingest/generic/default", event).statusCode()).isEqualTo(503);
    }
    while (webhook.routes.inFlightBytes() > 0) {
      Thread.onSpinWait();
    }
    assertThat(webhook.post("/ingest/generic/default", event).statusCode()).isEqualTo(200);
  }

  @Test
  void aSenderThatTakesTooLongIsCutOff() throws IOException {
    try (Socket slow = new Socket("localhost", webhook.port())) {
      var output = slow.getOutputStream();
      output.write(
          ("POST /ingest/generic/default HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
                  + " ".repeat(10_000))
              .getBytes(StandardCharsets.US_ASCII));
      while (webhook.routes.inFlightBytes() == 0) {
        Thread.onSpinWait();
      }
      ticker.advance(BodyReader.PATIENCE.plusSeconds(1));
      output.write(new byte[10_000]);
      slow.setSoTimeout(20_000);
      assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void whoComesWhenTheBudgetIsTakenWaitsUntilItIsGivenBack() throws InterruptedException {
    InFlightBytes budget = new InFlightBytes(3 * 1024);
    InFlightBytes.Reservation first = budget.open();
    first.awaitTurn(1024);
    CountDownLatch served = new CountDownLatch(1);
    Thread second =
        Thread.ofVirtual()
            .start(() -> {
              try (InFlightBytes.Reservation other = budget.open()) {
                other.awaitTurn(1024);
                served.countDown();
              }
            });
    while (budget.waiting() == 0) {
      Thread.onSpinWait();
    }
    assertThat(served.getCount()).isEqualTo(1);
    first.close();
    assertThat(served.await(10, TimeUnit.SECONDS)).isTrue();
    second.join();
  }

  @Test
  void aReservationGivesBackWhatItCouldNotHave() {
    InFlightBytes budget = new InFlightBytes(100);
    try (InFlightBytes.Reservation one = budget.open();
        InFlightBytes.Reservation other = budget.open()) {
      one.hold(60);
      assertThatThrownBy(() -> other.hold(41)).isInstanceOf(RefusedException.class);
      other.hold(40);
      one.release(10);
      assertThat(budget.held()).isEqualTo(90);
    }
    assertThat(budget.held()).isZero();
  }

  private static WebhookIngester ingester(String name, RateLimit rate) {
    return new WebhookIngester(
        name,
        PayloadFormat.GENERIC,
        "/ingest/generic/" + name,
        new Authentication.None(),
        1024 * 1024,
        rate,
        Duration.ofDays(1),
        Filters.NONE,
        Mapping.DEFAULT);
  }
}
