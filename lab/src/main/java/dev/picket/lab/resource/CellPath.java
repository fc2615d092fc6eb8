package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JSONPath that printer columns use: names, indices, and the first element with a field
 * of a given value. What is beyond it selects nothing. {@code #} counts the members of what stands
 * before it.
 */
public final class CellPath {

  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<name>(?:[^.\\[\\\\]|\\\\\\.)+)"
              + "|\\['(?<quoted>[^']+)']"
              + "|\\[(?<index>\\d{1,6})]"
              + "|\\[\\?\\(@\\.(?<field>\\w+)\\s*==\\s*[\"'](?<value>[^\"']*)[\"']\\)]");

  private final List<Step> steps;

  private CellPath(List<Step> steps) {
    this.steps = steps;
  }

  static CellPath parse(String path) {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (end < path.length() && matcher.find(end) && matcher.start() == end) {
      steps.add(step(matcher));
      end = matcher.end();
    }
    return new CellPath(
        end == path.length() ? List.copyOf(steps) : List.of(_ -> MissingNode.getInstance()));
  }

  JsonNode select(JsonNode object) {
    JsonNode node = object;
    for (Step each : steps) {
      node = each.from(node);
    }
    return node;
  }

  private static Step step(Matcher matcher) {
    String index = matcher.group("index");
    if (index != null) {
      int position = Integer.parseInt(index);
      return node -> node.path(position);
    }
    String field = matcher.group("field");
    if (field != null) {
      String value = matcher.group("value");
      return node -> firstWith(node, field, value);
    }
    String quoted = matcher.group("quoted");
    String name = quoted == null ? matcher.group("name").replace("\\.", ".") : quoted;
    if (name.equals("#")) {
      return node -> IntNode.valueOf(node.size());
    }
    return node -> node.path(name);
  }

  private static JsonNode firstWith(JsonNode list, String field, String value) {
    for (JsonNode each : list) {
      if (each.path(field).asText().equals(value)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  private interface Step {
    JsonNode from(JsonNode node);
  }
}
