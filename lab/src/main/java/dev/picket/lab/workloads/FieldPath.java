package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to fields of an object, in the small part of jq that stages need: {@code .spec.nodeName},
 * {@code .metadata.annotations["picket.dev/chaos"]}, {@code .status.conditions.[] | select( .type
 * == "Ready" ) | .status}. Anything else is refused.
 */
final class FieldPath {

  private static final int LENGTH_MAX = 1_000;
  private static final Pattern STEP =
      Pattern.compile(
          "\\s*(?:(?<each>\\.?\\[\\])"
              + "|\\.?\\[\"(?<key>[^\"]+)\"\\]"
              + "|\\.(?<name>[A-Za-z_][A-Za-z0-9_]*)"
              + "|\\|\\s*select\\(\\s*\\.(?<field>[A-Za-z0-9_]+)\\s*==\\s*\"(?<value>[^\"]*)\"\\s*\\)"
              + "|(?<pipe>\\|)(?=\\s*\\.))\\s*");

  private final String text;
  private final List<Step> steps;

  private FieldPath(String text, List<Step> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException naming what is not understood
   */
  static FieldPath parse(String text) {
    if (text.length() > LENGTH_MAX || !text.startsWith(".")) {
      throw wrong(text, "a path that begins with '.', of at most " + LENGTH_MAX + " characters");
    }
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int position = 0;
    while (position < text.length()) {
      if (!matcher.find(position) || matcher.start() != position) {
        throw wrong(
            text, "fields, [\"keys\"], [] and select( .field == \"value\" ) at " + position);
      }
      add(matcher, steps);
      position = matcher.end();
    }
    return new FieldPath(text, steps);
  }

  /** Every value that it leads to; nulls are none. */
  List<JsonNode> values(JsonNode object) {
    List<JsonNode> values = List.of(object);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode each : values) {
        step.follow(each, next);
      }
      values = next;
    }
    return values;
  }

  @Override
  public String toString() {
    return text;
  }

  private static void add(Matcher matcher, List<Step> steps) {
    if (matcher.group("each") != null) {
      steps.add((node, next) -> node.forEach(next::add));
    } else if (matcher.group("field") != null) {
      String field = matcher.group("field");
      String value = matcher.group("value");
      steps.add((node, next) -> {
        if (node.path(field).asText().equals(value)) {
          next.add(node);
        }
      });
    } else if (matcher.group("pipe") == null) {
      String name = matcher.group("key") != null ? matcher.group("key") : matcher.group("name");
      steps.add((node, next) -> {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
          next.add(value);
        }
      });
    }
  }

  private static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException("expression '" + text + "': expected " + expected);
  }

  private interface Step {
    void follow(JsonNode node, List<JsonNode> next);
  }
}
