package dev.picket.sources.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.InputProblem;
import dev.picket.observation.Outcome;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes answers: what became of the items, or a problem of RFC 9457. */
final class Answers {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int ERRORS_SHOWN = 100;
  private static final int FINGERPRINTS_SHOWN = 10;

  private Answers() {}

  /** Answers for items that all met their outcome. */
  static void send(ServerResponse response, List<Outcome> outcomes) {
    Tally tally = Tally.of(outcomes);
    if (!tally.retryAfter.isZero()) {
      response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds(tally.retryAfter)));
      send(response, 503, true, json -> write(json, tally, 503, "Service Unavailable"));
    } else if (!outcomes.isEmpty() && tally.errors.size() == outcomes.size()) {
      send(response, 400, true, json -> write(json, tally, 400, "Bad Request"));
    } else {
      send(response, 200, false, json -> write(json, tally, 200, ""));
    }
  }

  /** Answers for a request that was refused whole. */
  static void send(ServerResponse response, Refusal refusal) {
    refusal.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    send(
        response,
        refusal.status(),
        true,
        json -> {
          head(json, refusal.status(), refusal.title(), refusal.detail());
          json.writeStringField("reason", refusal.reason());
          if (!refusal.problems().isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (InputProblem problem : refusal.problems()) {
              json.writeStartObject();
              write(json, problem);
              json.writeEndObject();
            }
            json.writeEndArray();
          }
        });
  }

  /** Answers with a problem that has nothing to do with a payload. */
  static void problem(ServerResponse response, int status, String title, String detail) {
    send(response, status, true, json -> head(json, status, title, detail));
  }

  private record Tally(
      long stored,
      long repeated,
      long filtered,
      long unavailable,
      Duration retryAfter,
      int received,
      Map<Integer, InputProblem> errors,
      List<Fingerprint> fingerprints) {

    static Tally of(List<Outcome> outcomes) {
      long stored = 0;
      long repeated = 0;
      long filtered = 0;
      long unavailable = 0;
      Duration retryAfter = Duration.ZERO;
      Map<Integer, InputProblem> errors = new TreeMap<>();
      List<Fingerprint> fingerprints = new ArrayList<>(1);
      for (int index = 0; index < outcomes.size(); index++) {
        switch (outcomes.get(index)) {
          case Outcome.Stored first -> {
            stored++;
            fingerprints.add(first.fingerprint());
          }
          case Outcome.Repeated again -> {
            repeated++;
            fingerprints.add(again.fingerprint());
          }
          case Outcome.Filtered _ -> filtered++;
          case Outcome.Rejected rejected -> errors.put(index, rejected.problem());
          case Outcome.Unavailable missed -> {
            unavailable++;
            retryAfter = max(retryAfter, max(missed.retryAfter(), Duration.ofSeconds(1)));
          }
        }
      }
      return new Tally(
          stored,
          repeated,
          filtered,
          unavailable,
          retryAfter,
          outcomes.size(),
          errors,
          fingerprints);
    }
  }

  private static void write(JsonGenerator json, Tally tally, int status, String title)
      throws IOException {
    if (status == 400) {
      head(json, status, title, "nothing in the payload could be used");
    } else if (status == 503) {
      head(json, status, title, "not everything could be stored; send all of it again later");
    }
    json.writeNumberField("received", tally.received());
    json.writeNumberField("stored", tally.stored());
    json.writeNumberField("repeated", tally.repeated());
    json.writeNumberField("filtered", tally.filtered());
    json.writeNumberField("rejected", tally.errors().size());
    if (tally.unavailable() > 0) {
      json.writeNumberField("unavailable", tally.unavailable());
    }
    json.writeArrayFieldStart("observations");
    if (tally.received() <= FINGERPRINTS_SHOWN) {
      for (Fingerprint fingerprint : tally.fingerprints()) {
        json.writeString(fingerprint.hex());
      }
    }
    json.writeEndArray();
    writeErrors(json, tally.errors());
  }

  private static void writeErrors(JsonGenerator json, Map<Integer, InputProblem> errors)
      throws IOException {
    json.writeArrayFieldStart("errors");
    int shown = 0;
    for (var error : errors.entrySet()) {
      if (shown++ == ERRORS_SHOWN) {
        break;
      }
      json.writeStartObject();
      json.writeNumberField("index", error.getKey());
      write(json, error.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, InputProblem problem) throws IOException {
    json.writeStringField("pointer", problem.place());
    json.writeStringField("value", problem.value());
    json.writeStringField("expected", problem.expected());
  }

  private static void head(JsonGenerator json, int status, String title, String detail)
      throws IOException {
    json.writeStringField("type", "about:blank");
    json.writeStringField("title", title);
    json.writeNumberField("status", status);
    json.writeStringField("detail", detail);
  }

  @FunctionalInterface
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static void send(ServerResponse response, int status, boolean problem, Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    bytes.write('\n');
    response.status(Status.create(status));
    response.header(
        HeaderNames.CONTENT_TYPE, problem ? "application/problem+json" : "application/json");
    response.send(bytes.toByteArray());
  }

  private static long seconds(Duration duration) {
    return Math.max(1, duration.plusMillis(999).toSeconds());
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
