package dev.picket.sources.ingester;

import dev.picket.observation.Condition;
import dev.picket.observation.Filters;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Selection;
import dev.picket.observation.Severity;
import dev.picket.sources.condition.CelCondition;
import java.util.HashSet;
import java.util.List;

/** Parses filters. */
final class FiltersParser {

  static final List<String> KEYS =
      List.of(
          "minimumSeverity",
          "severities",
          "namespaces",
          "kinds",
          "categories",
          "eventTypes",
          "rules",
          "condition");

  private static final List<String> SELECTION_KEYS = List.of("include", "exclude");

  private FiltersParser() {}

  static Filters parse(Section section) {
    return new Filters(
        section.read("minimumSeverity", Form.SEVERITY, Severity.INFO),
        selection(section, "severities", Form.SEVERITY),
        selection(section, "namespaces", Form.TEXT),
        selection(section, "kinds", Form.TEXT),
        selection(section, "categories", Form.CATEGORY),
        selection(section, "eventTypes", Form.TEXT),
        selection(section, "rules", Form.TEXT),
        condition(section));
  }

  private static <T> Selection<T> selection(Section section, String key, Form<T> form) {
    Section selection = section.section(key, SELECTION_KEYS);
    return new Selection<>(
        new HashSet<>(selection.readAll("include", form)),
        new HashSet<>(selection.readAll("exclude", form)));
  }

  private static Condition condition(Section section) {
    String expression = section.read("condition", Form.TEXT, "");
    if (expression.isEmpty()) {
      return Condition.ALWAYS;
    }
    try {
      return CelCondition.compile(expression, section.place("condition"));
    } catch (InvalidInputException invalid) {
      section.note(invalid);
      return Condition.ALWAYS;
    }
  }
}
