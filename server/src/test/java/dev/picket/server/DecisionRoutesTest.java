package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.StoreUnavailableException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Suppress, resolve, reopen. */
final class DecisionRoutesTest {

  private final TestServer server = new TestServer();
  private String path = "";

  @BeforeEach
  void record() {
    path = "/api/v1/observations/" + server.shellIn("web-1");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String state() {
    return server.json(path).path("state").textValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void resolvedObservationCanBeReopened(String body) {
    JsonNode resolved = TestServer.json(server.post(path + "/resolve", body));
    assertThat(resolved.path("state").textValue()).isEqualTo("resolved");
    assertThat(resolved).isEqualTo(server.json(path));

    JsonNode open = TestServer.json(server.post(path + "/reopen", body));
    assertThat(open.path("state").textValue()).isEqualTo("open");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"for\":\"24h\"', 2026-11-23T12:00:00Z",
    "'\"for\":\"1h30m\"', 2026-11-22T13:30:00Z",
    "'\"for\":\"365d\"', 2027-11-22T12:00:00Z",
    "'\"until\":\"2026-12-01T09:00:00+01:00\"', 2026-12-01T08:00:00Z"
  })
  void suppressionHasAReasonAndAnEnd(String end, String until) {
    HttpResponse<String> response =
        server.post(path + "/suppress", "{\"reason\":\" known \"," + end + "}");

    JsonNode observation = TestServer.json(response);
    assertThat(observation.path("state").textValue()).isEqualTo("suppressed");
    assertThat(observation.path("suppression").path("reason").textValue()).isEqualTo("known");
    assertThat(observation.path("suppression").path("until").textValue()).isEqualTo(until);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"for\":\"24h\"} | /reason | nothing",
        "{\"reason\":\"  \",\"for\":\"24h\"} | /reason | '  '",
        "{\"reason\":\"x\"} | /for and /until | neither",
        "{\"reason\":\"x\",\"for\":\"1h\",\"until\":\"2026-12-01T00:00:00Z\"} | /for and /until | both",
        "{\"reason\":\"x\",\"for\":\"366d\"} | /for | 366d",
        "{\"reason\":\"x\",\"for\":\"soon\"} | /for | soon",
        "{\"reason\":\"x\",\"for\":\"\"} | /for | ''",
        "{\"reason\":\"x\",\"until\":\"2026-11-22T11:59:59Z\"} | /until | 2026-11-22T11:59:59Z",
        "{\"reason\":\"x\",\"until\":\"2028-01-01T00:00:00Z\"} | /until | 2028",
        "{\"reason\":\"x\",\"for\":\"1h\",\"by/me\":\"y\"} | /by~1me | an unknown member",
        "{\"reason\":5,\"for\":\"1h\"} | /reason | 5",
        "{\"reason\":\"a\",\"reason\":\"b\",\"for\":\"1h\"} | body | Duplicate field",
        "{\"reason\":\"a\" | body | end-of-input",
        "[] | / | START_ARRAY",
        "{} {} | body | more after",
        "nonsense | body | nonsense",
      })
  void wrongBodyIsNamedAndChangesNothing(String body, String place, String value) {
    HttpResponse<String> response = server.post(path + "/suppress", body);

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode problem = TestServer.json(response).path("problems").path(0);
    assertThat(problem.path("place").textValue()).startsWith(place);
    assertThat(problem.path("value").textValue()).contains(value.replace("'", ""));
    assertThat(problem.path("expected").textValue()).isNotBlank();
    assertThat(state()).isEqualTo("open");
  }

  @Test
  void reasonMayNotBeEndless() {
    String body = "{\"for\":\"1h\",\"reason\":\"" + "x".repeat(501) + "\"}";

    assertThat(server.post(path + "/suppress", body).statusCode()).isEqualTo(400);
  }

  @Test
  void bodyMayNotBeEndless() {
    String body = "{\"reason\":\"" + "x".repeat(BodyReading.BODY_BYTES_MAX) + "\"}";

    HttpResponse<String> response = server.post(path + "/suppress", body);

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("16384 bytes");
    assertThat(state()).isEqualTo("open");
  }

  @Test
  void resolveTakesNoMembers() {
    HttpResponse<String> response = server.post(path + "/resolve", "{\"reason\":\"x\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("/reason").contains("no members");
    assertThat(state()).isEqualTo("open");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://127.0.0.1:1",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void anotherSitesPageMayNotChangeAnything(String header, String value) {
    HttpResponse<String> response = server.post(path + "/resolve", "", header, value);

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(state()).isEqualTo("open");
  }

  @Test
  void ownPageMay() {
    String origin = "http://127.0.0.1:" + server.server.port();

    HttpResponse<String> response =
        server.post(path + "/resolve", "{}", "Origin", origin, "Sec-Fetch-Site", "same-origin");

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void formsChangeNothing(String contentType) {
    HttpRequest form =
        HttpRequest.newBuilder(server.uri(path + "/resolve"))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    assertThat(server.send(form).statusCode()).isEqualTo(415);
    assertThat(state()).isEqualTo("open");
  }

  @Test
  void decisionOnWhatIsNotThereIsNotFound() {
    assertThat(server.post("/api/v1/observations/abcdef12/resolve", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void decisionNeedsPost() {
    HttpResponse<String> response = server.get(path + "/resolve");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void storeThatCannotAnswerIsTold() {
    server.store.fail(new StoreUnavailableException("down", Duration.ofSeconds(2)));

    HttpResponse<String> response = server.post(path + "/resolve", "");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("2");
  }
}
