package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a {@link CellPath}, from a value to those that it leads to. */
sealed interface PathStep {

  /** Adds what this step leads to. */
  void from(JsonNode node, List<JsonNode> found);

  /** Where steps lead, one after another. */
  static List<JsonNode> follow(List<PathStep> steps, JsonNode start) {
    List<JsonNode> now = List.of(start);
    for (PathStep each : steps) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : now) {
        each.from(node, next);
      }
      now = next;
    }
    return now;
  }

  /** A member of an object. */
  record Member(String name) implements PathStep {

    @Override
    public void from(JsonNode node, List<JsonNode> found) {
      JsonNode member = node.get(name);
      if (member != null) {
        found.add(member);
      }
    }
  }

  /** Every member or element. */
  record Every() implements PathStep {

    @Override
    public void from(JsonNode node, List<JsonNode> found) {
      node.forEach(found::add);
    }
  }

  /** The value, and everything in it. */
  record Descendants() implements PathStep {

    @Override
    public void from(JsonNode node, List<JsonNode> found) {
      found.add(node);
      for (JsonNode each : node) {
        from(each, found);
      }
    }
  }

  /** The element at an index, from the end when it is negative. */
  record Element(int index) implements PathStep {

    @Override
    public void from(JsonNode node, List<JsonNode> found) {
      int at = index < 0 ? node.size() + index : index;
      if (node.isArray() && at >= 0 && at < node.size()) {
        found.add(node.get(at));
      }
    }
  }

  /** The elements from an index on, up to another, in strides of at least one. */
  record Elements(@Nullable Integer start, @Nullable Integer end, int stride) implements PathStep {

    @Override
    public void from(JsonNode node, List<JsonNode> found) {
      int size = node.isArray() ? node.size() : 0;
      int first = start == null ? 0 : bounded(start, size);
      int last = end == null ? size : bounded(end, size);
      for (int each = first; each < last; each += stride) {
        found.add(node.get(each));
      }
    }

    private static int bounded(int index, int size) {
      return Math.clamp(index < 0 ? (long) size + index : index, 0, size);
    }
  }

  /** What each of several paths leads to. */
  record Union(List<List<PathStep>> paths) implements PathStep {

    @Override
    public void from(JsonNode node, List<JsonNode> found) {
      paths.forEach(each -> found.addAll(follow(each, node)));
    }
  }

  /** The elements of which something holds. */
  record Filter(Operand left, String operator, @Nullable Operand right) implements PathStep {

    @Override
    public void from(JsonNode node, List<JsonNode> found) {
      if (node.isArray()) {
        node.forEach(each -> {
          if (holds(each)) {
            found.add(each);
          }
        });
      }
    }

    private boolean holds(JsonNode element) {
      List<JsonNode> lefts = left.values(element);
      if (right == null) {
        return !lefts.isEmpty();
      }
      List<JsonNode> rights = right.values(element);
      return lefts.size() == 1
          && rights.size() == 1
          && compare(lefts.getFirst(), rights.getFirst());
    }

    private boolean compare(JsonNode one, JsonNode other) {
      int order;
      if (one.isNumber() && other.isNumber()) {
        BigDecimal number = one.decimalValue();
        order = number.compareTo(other.decimalValue());
      } else if (one.isTextual() && other.isTextual()) {
        order = one.textValue().compareTo(other.textValue());
      } else if (one.isBoolean() && other.isBoolean()) {
        order = Boolean.compare(one.booleanValue(), other.booleanValue());
      } else {
        return false;
      }
      return switch (operator) {
        case "==" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }

  /**
   * One side of a filter.
   *
   * @param constant null for a path
   * @param path from the element
   */
  record Operand(@Nullable JsonNode constant, List<PathStep> path) {

    List<JsonNode> values(JsonNode element) {
      return constant != null ? List.of(constant) : follow(path, element);
    }
  }
}
