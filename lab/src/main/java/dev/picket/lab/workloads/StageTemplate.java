package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in templates of statuses. In texts, {@code $(now)} is the time, {@code $(.spec.nodeName)} a
 * field of the object and {@code $(item.name)} one of the item at hand; a text that is nothing but
 * one of these becomes the value itself. An object {@code {$each: .spec.containers, $to: ...}}
 * becomes a list with an element for each item.
 */
final class StageTemplate {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([^)]*(?:\\)[^)$]*\\))?)\\)");
  private static final int DEPTH_MAX = 50;

  private final JsonNode object;
  private final Instant now;

  StageTemplate(JsonNode object, Instant now) {
    this.object = object;
    this.now = now;
  }

  /**
   * Refuses a template that cannot be filled in.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  static void check(JsonNode template, String at) {
    try {
      new StageTemplate(Json.object(), Instant.EPOCH).fill(template, Json.object(), 0);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(at + ": " + wrong.getMessage(), wrong);
    }
  }

  ObjectNode fill(ObjectNode template) {
    return (ObjectNode) fill(template, Json.object(), 0);
  }

  private JsonNode fill(JsonNode template, JsonNode item, int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("nested more than " + DEPTH_MAX + " deep");
    }
    if (template.has("$each")) {
      ArrayNode list = Json.array();
      for (JsonNode values : FieldPath.parse(template.path("$each").asText()).values(object)) {
        values.forEach(each -> list.add(fill(template.path("$to"), each, depth + 1)));
      }
      return list;
    }
    if (template.isObject()) {
      ObjectNode filled = Json.object();
      template
          .properties()
          .forEach(each -> filled.set(each.getKey(), fill(each.getValue(), item, depth + 1)));
      return filled;
    }
    if (template.isArray()) {
      ArrayNode filled = Json.array();
      template.forEach(each -> filled.add(fill(each, item, depth + 1)));
      return filled;
    }
    return template.isTextual() ? text(template.asText(), item) : template;
  }

  private JsonNode text(String text, JsonNode item) {
    Matcher matcher = REFERENCE.matcher(text);
    if (matcher.matches()) {
      return value(matcher.group(1), item);
    }
    return TextNode.valueOf(
        REFERENCE
            .matcher(text)
            .replaceAll(each -> Matcher.quoteReplacement(value(each.group(1), item).asText())));
  }

  private JsonNode value(String reference, JsonNode item) {
    if (reference.equals("now")) {
      return TextNode.valueOf(Timestamps.seconds(now));
    }
    boolean ofItem = reference.startsWith("item.");
    List<JsonNode> values =
        FieldPath.parse(ofItem ? reference.substring("item".length()) : reference)
            .values(ofItem ? item : object);
    return values.isEmpty() ? TextNode.valueOf("") : values.getFirst();
  }
}
