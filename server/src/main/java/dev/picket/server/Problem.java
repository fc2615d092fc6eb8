package dev.picket.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.picket.observation.InputProblem;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;

/**
 * An answer that says what went wrong (RFC 9457).
 *
 * @param detail one or two sentences for people
 * @param problems each thing that is wrong with the input; empty when it is not the input's fault
 */
record Problem(Status status, String detail, List<InputProblem> problems) {

  static final String CONTENT_TYPE = "application/problem+json";

  Problem {
    problems = List.copyOf(problems);
  }

  static Problem of(Status status, String detail) {
    return new Problem(status, detail, List.of());
  }

  byte[] json() {
    return Json.bytes(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "about:blank");
    json.writeStringField("title", status.reasonPhrase());
    json.writeNumberField("status", status.code());
    json.writeStringField("detail", detail);
    if (!problems.isEmpty()) {
      json.writeArrayFieldStart("problems");
      for (InputProblem problem : problems) {
        json.writeStartObject();
        json.writeStringField("place", problem.place());
        json.writeStringField("value", problem.value());
        json.writeStringField("expected", problem.expected());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
