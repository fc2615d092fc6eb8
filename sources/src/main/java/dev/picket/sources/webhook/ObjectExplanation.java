package dev.picket.sources.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Stages;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.payload.ObjectFindings;
import dev.picket.sources.payload.PayloadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;

/** What an informer makes of an object. */
final class ObjectExplanation {

  private ObjectExplanation() {}

  static Explanation of(
      InformerIngester ingester, PayloadLimits limits, byte[] object, Instant receivedAt) {
    JsonNode json = decoded(object);
    ObjectFindings findings =
        ingester.format().normaliser(ingester.name(), limits).normalise(json, receivedAt);
    Stages stages = new Stages(ingester.filters(), ingester.timeToLive());
    Instant believedFrom = Stages.believedFrom(madeAt(json), receivedAt);
    JsonNode parts = json.at(ingester.format().findings());
    return new Explanation(
        findings.items().stream()
            .map(item -> explain(item, parts, stages, receivedAt, believedFrom))
            .toList());
  }

  private static Explanation.ItemSteps explain(
      Item item, JsonNode parts, Stages stages, Instant receivedAt, Instant believedFrom) {
    return Explanation.explain(
        item,
        Explanation.shown(parts.path(item.index())),
        () -> stages.examine(item, receivedAt, believedFrom),
        receivedAt,
        ExplanationTexts::held);
  }

  /** YAML, of which JSON is a part. */
  private static JsonNode decoded(byte[] object) {
    try {
      return new YAMLMapper().readTree(object);
    } catch (JacksonException malformed) {
      var location = malformed.getLocation();
      throw new InvalidInputException(
          location == null ? "body" : "line " + location.getLineNr(),
          malformed.getOriginalMessage(),
          "an object as well-formed YAML or JSON");
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory failed", impossible);
    }
  }

  /** An object that no API server has seen yet is taken to be as old as it says. */
  private static Instant madeAt(JsonNode object) {
    try {
      return Instant.parse(object.at("/metadata/creationTimestamp").asText());
    } catch (DateTimeException absent) {
      return Instant.EPOCH;
    }
  }
}
