package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.picket.lab.resource.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads stages from YAML, one in each document. What it does not know it refuses. */
final class StageReader {

  static final String API_VERSION = "lab.picket.dev/v1alpha1";

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int STAGES_MAX = 1_000;
  private static final Map<String, Stage.Operator> OPERATORS =
      Map.of(
          "In", Stage.Operator.IN,
          "NotIn", Stage.Operator.NOT_IN,
          "Exists", Stage.Operator.EXISTS,
          "DoesNotExist", Stage.Operator.DOES_NOT_EXIST);

  private final String place;
  private final Set<String> functions;

  /**
   * A reader.
   *
   * @param place for messages, such as a file's name
   * @param functions that stages may name
   */
  StageReader(String place, Set<String> functions) {
    this.place = place;
    this.functions = Set.copyOf(functions);
  }

  /**
   * Reads every stage.
   *
   * @throws IllegalArgumentException naming the place and what is wrong
   */
  List<Stage> read(InputStream yaml) {
    List<Stage> stages = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (document instanceof ObjectNode object) {
          stages.add(stage(object, "document " + (stages.size() + 1)));
        } else if (!document.isNull()) {
          throw wrong("document " + (stages.size() + 1), "found no object");
        }
        if (stages.size() > STAGES_MAX) {
          throw wrong("documents", "expected at most " + STAGES_MAX);
        }
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
      throw wrong("YAML", malformed.getMessage());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return stages;
  }

  private Stage stage(ObjectNode object, String document) {
    require(object, document, "apiVersion", "kind", "metadata", "spec");
    String version = object.path("apiVersion").asText();
    if (!version.equals(API_VERSION) || !object.path("kind").asText().equals("Stage")) {
      throw wrong(
          document,
          "found %s of '%s', expected Stage of '%s'"
              .formatted(object.path("kind").asText(), version, API_VERSION));
    }
    String name = object.path("metadata").path("name").asText();
    if (name.isEmpty()) {
      throw wrong(document + " metadata.name", "a name is missing");
    }
    String at = "stage " + name + " ";
    JsonNode spec = object.path("spec");
    require(spec, at + "spec", "resourceRef", "selector", "weight", "delay", "next");
    require(spec.path("resourceRef"), at + "resourceRef", "apiGroup", "kind");
    String kind = spec.path("resourceRef").path("kind").asText();
    if (!Set.of("Node", "Pod").contains(kind)) {
      throw wrong(at + "resourceRef.kind", "found '" + kind + "', expected Node or Pod");
    }
    int weight = spec.path("weight").asInt(1);
    if (weight < 0) {
      throw wrong(at + "weight", "found " + weight + ", expected 0 or more");
    }
    return new Stage(
        name,
        kind,
        selector(spec.path("selector"), at + "selector"),
        weight,
        delay(spec.path("delay"), at + "delay"),
        next(spec.path("next"), at + "next"));
  }

  private Stage.Selector selector(JsonNode selector, String at) {
    require(selector, at, "matchLabels", "matchAnnotations", "matchExpressions");
    List<Stage.Requirement> requirements = new ArrayList<>();
    for (JsonNode each : selector.path("matchExpressions")) {
      require(each, at + ".matchExpressions", "key", "operator", "values");
      Stage.Operator operator = OPERATORS.get(each.path("operator").asText());
      if (operator == null) {
        throw wrong(at, "operator: found '" + each.path("operator").asText() + "'");
      }
      requirements.add(
          new Stage.Requirement(
              path(each.path("key").asText(), at), operator, texts(each.path("values"))));
    }
    return new Stage.Selector(
        texts(selector, "matchLabels"), texts(selector, "matchAnnotations"), requirements);
  }

  private Stage.Delay delay(JsonNode delay, String at) {
    require(delay, at, "durationMilliseconds", "durationFrom", "jitterDurationMilliseconds");
    require(delay.path("durationFrom"), at + ".durationFrom", "expressionFrom");
    String from = delay.path("durationFrom").path("expressionFrom").asText();
    JsonNode jitter = delay.path("jitterDurationMilliseconds");
    return new Stage.Delay(
        Duration.ofMillis(Math.max(0, delay.path("durationMilliseconds").asLong())),
        from.isEmpty() ? null : path(from, at),
        jitter.isNumber() ? Duration.ofMillis(jitter.asLong()) : null);
  }

  private Stage.Next next(JsonNode next, String at) {
    require(next, at, "statusTemplate", "statusFunction", "event", "finalizers", "delete");
    String function = next.path("statusFunction").asText();
    if (!function.isEmpty() && !functions.contains(function)) {
      throw wrong(at + ".statusFunction", "found '" + function + "', expected one of " + functions);
    }
    ObjectNode template = next.get("statusTemplate") instanceof ObjectNode tree ? tree : null;
    if (template != null) {
      StageTemplate.check(template, at + ".statusTemplate");
    }
    return new Stage.Next(
        template,
        function,
        told(next.get("event"), at + ".event"),
        finalizers(next.get("finalizers"), at + ".finalizers"),
        next.path("delete").asBoolean());
  }

  private Stage.@Nullable Told told(@Nullable JsonNode event, String at) {
    if (event == null) {
      return null;
    }
    require(event, at, "type", "reason", "message");
    return new Stage.Told(
        event.path("type").asText("Normal"),
        event.path("reason").asText(),
        event.path("message").asText());
  }

  private Stage.@Nullable Finalizers finalizers(@Nullable JsonNode change, String at) {
    if (change == null) {
      return null;
    }
    require(change, at, "add", "remove", "empty");
    return new Stage.Finalizers(
        values(change.path("add")),
        values(change.path("remove")),
        change.path("empty").asBoolean());
  }

  private FieldPath path(String text, String at) {
    try {
      return FieldPath.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw wrong(at, malformed.getMessage());
    }
  }

  private void require(JsonNode object, String at, String... known) {
    if (!object.isMissingNode() && !object.isObject()) {
      throw wrong(at, "expected an object");
    }
    List<String> names = List.of(known);
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!names.contains(name)) {
            throw wrong(at, "'" + name + "' is unknown to the lab, expected " + names);
          }
        });
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static List<String> values(JsonNode list) {
    List<String> values = new ArrayList<>();
    list.forEach(each -> values.add(each.path("value").asText()));
    return values;
  }

  private static ObjectNode texts(JsonNode parent, String member) {
    return parent.get(member) instanceof ObjectNode map ? map : Json.object();
  }

  private IllegalArgumentException wrong(String at, @Nullable String why) {
    return new IllegalArgumentException(place + ": " + at + ": " + why);
  }
}
