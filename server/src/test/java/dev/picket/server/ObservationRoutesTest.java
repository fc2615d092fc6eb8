package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Occurrences;
import dev.picket.observation.Severity;
import dev.picket.observation.StoreUnavailableException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and shows. */
final class ObservationRoutesTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void emptyStoreHasAnEmptyList() {
    HttpResponse<String> response = server.get("/api/v1/observations");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"items\":[],\"next\":null}");
    assertThat(response.headers().firstValue("Picket-Position")).contains("0");
  }

  @Test
  void observationHasExactlyTheseFields() {
    String id = server.shellIn("web-1");

    JsonNode observation = server.json("/api/v1/observations").path("items").path(0);

    assertThat(observation.toPrettyString())
        .isEqualToNormalizingNewlines(
            """
            {
              "id" : "%s",
              "source" : "falco",
              "category" : "security",
              "severity" : "high",
              "eventType" : "runtime_security",
              "rule" : "Terminal shell in container",
              "title" : "A shell was spawned in web-1",
              "resource" : {
                "apiVersion" : "v1",
                "kind" : "Pod",
                "namespace" : "shop",
                "name" : "web-1"
              },
              "details" : {
                "proc" : "bash"
              },
              "count" : 1,
              "firstSeen" : "2026-11-22T12:00:00Z",
              "lastSeen" : "2026-11-22T12:00:00Z",
              "state" : "open",
              "stateSince" : "2026-11-22T12:00:00Z",
              "suppression" : null,
              "expiresAt" : "2026-12-22T12:00:00Z"
            }\
            """
                .formatted(id));
  }

  @Test
  void cursorsLeadThroughEveryObservationOnce() {
    Set<String> expected = new HashSet<>();
    for (int pod = 0; pod < 25; pod++) {
      expected.add(server.shellIn("web-" + pod));
    }

    List<String> seen = new ArrayList<>();
    String path = "/api/v1/observations?limit=10";
    String next = "";
    do {
      JsonNode page = server.json(path + next);
      page.path("items").forEach(each -> seen.add(each.path("id").textValue()));
      next = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").textValue();
    } while (!next.isEmpty());

    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "state=open, 3",
    "state=resolved, 0",
    "severity=critical, 1",
    "severity=critical&severity=high, 3",
    "'severity=critical,high', 3",
    "minimumSeverity=critical, 1",
    "minimumSeverity=medium, 3",
    "namespace=shop, 3",
    "namespace=other, 0",
    "kind=Pod&name=web-1, 1",
    "source=falco&category=security, 3",
    "since=30m, 2",
    "before=30m, 1",
    "since=2026-11-22T12:00:00Z, 2",
    "since=2026-11-22T13:00:00%2B01:00, 2"
  })
  void listIsRestricted(String query, int expected) {
    server.shellIn("web-1");
    server.record(Occurrences.shellIn("web-2", Severity.CRITICAL, Occurrences.NOON, null));
    server.record(
        Occurrences.shellIn(
            "web-3", Severity.HIGH, Occurrences.NOON.minus(Duration.ofHours(1)), null));

    assertThat(server.json("/api/v1/observations?" + query).path("items")).hasSize(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "severity=awful, severity, 'awful', 'info, low, medium, high or critical'",
    "state=shut, state, 'shut', 'open, resolved or suppressed'",
    "limit=0, limit, '0', 'a whole number from 1 to 1000'",
    "limit=many, limit, 'many', 'a whole number from 1 to 1000'",
    "limit=1&limit=2, limit, '1&2', 'a whole number from 1 to 1000, once'",
    "cursor=abc, cursor, 'abc', 'the \"next\" of the page before'",
    "namespace=, namespace, '', 'a text of 1 to 512 characters'",
    "minimumSeverity=high&severity=low, minimumSeverity, high, 'one that severity does not rule out'"
  })
  void wrongParameterIsNamed(String query, String place, String value, String expected) {
    HttpResponse<String> response = server.get("/api/v1/observations?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = TestServer.json(response).path("problems").path(0);
    assertThat(problem.path("place").textValue()).isEqualTo(place);
    assertThat(problem.path("value").textValue()).contains(value);
    assertThat(problem.path("expected").textValue()).isEqualTo(expected);
  }

  @Test
  void unknownParameterIsRefusedWithThoseThatAreKnown() {
    HttpResponse<String> response = server.get("/api/v1/observations?colour=red&sevrity=high");

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode problems = TestServer.json(response).path("problems");
    assertThat(problems).hasSize(2);
    assertThat(problems.path(0).path("place").textValue()).isEqualTo("colour");
    assertThat(problems.path(0).path("expected").textValue()).contains("severity");
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 10, 63, 64})
  void observationIsFoundByTheBeginningOfItsId(int digits) {
    String id = server.shellIn("web-1");

    JsonNode found = server.json("/api/v1/observations/" + id.substring(0, digits));

    assertThat(found.path("id").textValue()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"000000", "abc", "zzzzzzzz", "ABCDEF"})
  void unknownIdIsNotFound(String id) {
    HttpResponse<String> response = server.get("/api/v1/observations/" + id);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(TestServer.json(response).path("title").textValue()).isEqualTo("Not Found");
  }

  @Test
  void beginningSharedByTwoIsAmbiguous() {
    String shared = beginningSharedByTwo();

    HttpResponse<String> response = server.get("/api/v1/observations/" + shared);

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("More than one Observation begins with " + shared);
  }

  /**
   * Records pods until the ids of two begin alike; by the birthday bound a few thousand will do.
   */
  private String beginningSharedByTwo() {
    Set<String> beginnings = new HashSet<>();
    for (int pod = 0; true; pod++) {
      Occurrence shell = Occurrences.shellIn("web-" + pod);
      String beginning = server.record(shell).substring(0, 6);
      if (!beginnings.add(beginning)) {
        return beginning;
      }
    }
  }

  @Test
  void storeThatCannotAnswerIsToldWithTheTimeToTryAgain() {
    server.store.fail(new StoreUnavailableException("down", Duration.ofMillis(2500)));

    HttpResponse<String> response = server.get("/api/v1/observations");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("3");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
  }
}
