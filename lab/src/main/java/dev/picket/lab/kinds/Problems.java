package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.FieldProblem.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects what is wrong with an object. Not safe for use by many threads. */
final class Problems {

  /** More than that help nobody. */
  private static final int LIMIT = 500;

  static final String IMMUTABLE = "field is immutable";

  private final List<FieldProblem> found = new ArrayList<>();

  List<FieldProblem> found() {
    return found;
  }

  boolean none() {
    return found.isEmpty();
  }

  void add(FieldProblem problem) {
    if (found.size() < LIMIT) {
      found.add(problem);
    }
  }

  void required(String path, String why) {
    add(FieldProblem.required(path, why));
  }

  void forbidden(String path, String why) {
    add(FieldProblem.forbidden(path, why));
  }

  void invalid(String path, String value, String why) {
    add(FieldProblem.invalid(path, quoted(value), why));
  }

  void invalid(String path, JsonNode value, String why) {
    add(FieldProblem.invalid(path, shown(value), why));
  }

  void duplicate(String path, String value) {
    add(FieldProblem.of(Reason.DUPLICATE, path, quoted(value), ""));
  }

  void notFound(String path, String value) {
    add(FieldProblem.of(Reason.NOT_FOUND, path, quoted(value), ""));
  }

  void tooLong(String path, String why) {
    add(new FieldProblem(Reason.TOO_LONG, path, "Too long: " + why));
  }

  /** Adds a problem for each thing that {@link Formats} has against a value. */
  void format(String path, String value, List<String> against) {
    against.forEach(why -> invalid(path, value, why));
  }

  /** Requires one of a few texts, which are told in the order of a list, or of the alphabet. */
  void oneOf(String path, JsonNode value, Collection<String> supported) {
    if (!supported.contains(value.asText())) {
      Collection<String> told = supported instanceof List ? supported : new TreeSet<>(supported);
      String all = told.stream().map(Problems::quoted).collect(Collectors.joining(", "));
      add(
          FieldProblem.of(
              Reason.NOT_SUPPORTED, path, quoted(value.asText()), "supported values: " + all));
    }
  }

  /** The same for a field that may be missing. */
  void oneOfIfPresent(String path, JsonNode value, Collection<String> supported) {
    if (!value.isMissingNode()) {
      oneOf(path, value, supported);
    }
  }

  /** Requires a number that is not negative, if there is one. */
  void notNegative(String path, JsonNode value) {
    if (value.asLong() < 0) {
      invalid(path, value, "must be greater than or equal to 0");
    }
  }

  /** Requires a number above nothing, if there is one. */
  void positive(String path, JsonNode value) {
    if (!value.isMissingNode() && value.asLong() <= 0) {
      invalid(path, value, "must be greater than 0");
    }
  }

  /** Requires that a value stays as it was. */
  void immutable(String path, JsonNode former, JsonNode next) {
    if (!former.equals(next)) {
      invalid(path, next, IMMUTABLE);
    }
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "null" : value.toString();
  }
}
