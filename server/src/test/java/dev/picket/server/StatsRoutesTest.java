package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Occurrences;
import dev.picket.observation.Severity;
import dev.picket.observation.StoreUnavailableException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts. */
final class StatsRoutesTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void openObservationsAreCountedByWhatTheyAre() {
    server.shellIn("web-1");
    server.record(Occurrences.shellIn("web-2", Severity.LOW, Occurrences.NOON, null));

    JsonNode stats = server.json("/api/v1/stats?window=1h&slots=4");

    assertThat(stats.path("byState")).hasToString("{\"open\":2}");
    assertThat(stats.path("openBySeverity")).hasToString("{\"high\":1,\"low\":1}");
    assertThat(stats.path("openBySource")).hasToString("{\"falco\":2}");
    assertThat(stats.path("openByCategory")).hasToString("{\"security\":2}");
  }

  @Test
  void timelineHasNoGapsAndEndsNow() {
    server.shellIn("web-1");

    JsonNode stats = server.json("/api/v1/stats?window=1h&slots=4");

    assertThat(stats.path("slotSeconds").doubleValue()).isEqualTo(900);
    assertThat(stats.path("timeline")).hasSize(4);
    assertThat(stats.path("timeline").path(0).path("start").textValue())
        .isEqualTo("2026-11-22T11:15:00Z");
    assertThat(stats.path("timeline").path(3))
        .hasToString(
            "{\"start\":\"2026-11-22T12:00:00Z\",\"info\":0,\"low\":0,\"medium\":0,\"high\":1,"
                + "\"critical\":0}");
  }

  @Test
  void dayInHalfHoursIsTheUsual() {
    assertThat(server.json("/api/v1/stats").path("timeline")).hasSize(48);
  }

  @Test
  void manyWhoAskAtOnceAreAnsweredFromOneCount() {
    JsonNode first = server.json("/api/v1/stats");
    server.shellIn("web-1");
    server.nanos.addAndGet(Duration.ofMillis(999).toNanos());

    assertThat(server.json("/api/v1/stats")).isEqualTo(first);

    server.nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(server.json("/api/v1/stats").path("byState")).hasToString("{\"open\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "window=91d, window",
    "window=soon, window",
    "slots=0, slots",
    "slots=501, slots",
    "window=10s&slots=20, slots",
    "since=1h, since"
  })
  void wrongParameterIsNamed(String query, String place) {
    HttpResponse<String> response = server.get("/api/v1/stats?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("problems").path(0).path("place").textValue())
        .isEqualTo(place);
  }

  @Test
  void storeThatCannotAnswerIsToldAndNotRemembered() {
    server.store.fail(new StoreUnavailableException("down", Duration.ofSeconds(2)));
    assertThat(server.get("/api/v1/stats").statusCode()).isEqualTo(503);

    server.store.fail(null);
    assertThat(server.get("/api/v1/stats").statusCode()).isEqualTo(200);
  }
}
