package dev.picket.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.picket.observation.Observation;
import dev.picket.observation.Resource;
import java.io.IOException;

/** An Observation as the API shows it. */
final class ObservationJson {

  private ObservationJson() {}

  static void write(JsonGenerator json, Observation observation) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", observation.fingerprint().hex());
    json.writeStringField("source", observation.source());
    json.writeStringField("category", observation.category().wireName());
    json.writeStringField("severity", observation.severity().wireName());
    json.writeStringField("eventType", observation.eventType());
    json.writeStringField("rule", observation.rule());
    json.writeStringField("title", observation.title());
    json.writeFieldName("resource");
    writeResource(json, observation.resource());
    json.writeFieldName("details");
    // A line break would end a field of an event stream, and JSON has them only between tokens.
    json.writeRawValue(observation.details().replace('\n', ' ').replace('\r', ' '));
    json.writeNumberField("count", observation.count());
    json.writeStringField("firstSeen", observation.firstSeen().toString());
    json.writeStringField("lastSeen", observation.lastSeen().toString());
    json.writeStringField("state", observation.state().wireName());
    json.writeStringField("stateSince", observation.stateSince().toString());
    json.writeFieldName("suppression");
    writeSuppression(json, observation);
    json.writeStringField(
        "expiresAt", observation.lastSeen().plus(observation.timeToLive()).toString());
    json.writeEndObject();
  }

  private static void writeResource(JsonGenerator json, Resource resource) throws IOException {
    json.writeStartObject();
    json.writeStringField("apiVersion", resource.apiVersion());
    json.writeStringField("kind", resource.kind());
    json.writeStringField("namespace", resource.namespace());
    json.writeStringField("name", resource.name());
    json.writeEndObject();
  }

  private static void writeSuppression(JsonGenerator json, Observation observation)
      throws IOException {
    Observation.Suppression suppression = observation.suppression();
    if (suppression == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("reason", suppression.reason());
    json.writeStringField("until", suppression.until().toString());
    json.writeEndObject();
  }
}
