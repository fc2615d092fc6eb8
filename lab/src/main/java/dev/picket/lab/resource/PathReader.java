package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.resource.PathStep.Operand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@link CellPath}. Used once, by one thread. */
final class PathReader {

  private static final int STEPS_MAX = 200;
  private static final String NAME_ENDS = " .,[]$@{}";
  private static final Pattern COMPARISON = Pattern.compile("([^!<>=]+)([!<>=]+)(.+)");
  private static final Pattern INDEX = Pattern.compile("-?\\d{1,9}");
  private static final Pattern SLICE =
      Pattern.compile("(-?\\d{1,9})?:(-?\\d{1,9})?(?::(\\d{1,9})?)?");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");

  private final String text;
  private int at;

  PathReader(String text) {
    this.text = text;
  }

  /**
   * The steps of the whole text.
   *
   * @throws MalformedException when it is no path
   */
  List<PathStep> path() {
    List<PathStep> steps = new ArrayList<>();
    if (at < text.length() && (text.charAt(at) == '$' || text.charAt(at) == '@')) {
      at++;
    }
    while (at < text.length()) {
      switch (text.charAt(at)) {
        case '.' -> dotted(steps);
        case '[' -> steps.add(bracketed());
        default -> throw new MalformedException("unexpected '" + text.substring(at) + "'");
      }
      if (steps.size() > STEPS_MAX) {
        throw new MalformedException("it has more than " + STEPS_MAX + " steps");
      }
    }
    return List.copyOf(steps);
  }

  private void dotted(List<PathStep> steps) {
    at++;
    if (text.startsWith(".", at)) {
      at++;
      steps.add(new PathStep.Descendants());
    }
    if (text.startsWith("*", at)) {
      at++;
      steps.add(new PathStep.Every());
    } else if (!text.startsWith("[", at)) {
      String name = name();
      if (!name.isEmpty()) {
        steps.add(new PathStep.Member(name));
      }
    }
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < text.length() && NAME_ENDS.indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      name.append(text.charAt(at));
      at++;
    }
    return name.toString();
  }

  private PathStep bracketed() {
    int start = at + 1;
    at = closing(start);
    String inside = text.substring(start, at).strip();
    at++;
    if (inside.startsWith("?(") && inside.endsWith(")")) {
      return filter(inside.substring(2, inside.length() - 1));
    }
    List<String> parts = parts(inside);
    if (parts.size() == 1) {
      return single(inside);
    }
    return new PathStep.Union(parts.stream().map(each -> List.of(single(each.strip()))).toList());
  }

  /** Where the bracket that was opened before a place is closed. */
  private int closing(int start) {
    int depth = 1;
    char quote = 0;
    for (int each = start; each < text.length(); each++) {
      char character = text.charAt(each);
      if (quote != 0) {
        quote = character == quote ? 0 : quote;
      } else if (character == '\'' || character == '"') {
        quote = character;
      } else if (character == '[') {
        depth++;
      } else if (character == ']' && --depth == 0) {
        return each;
      }
    }
    throw new MalformedException("unterminated array");
  }

  private static List<String> parts(String inside) {
    boolean quoted = inside.startsWith("'") || inside.startsWith("\"");
    return quoted
        ? Arrays.asList(inside.split(",(?=\\s*['\"])", -1))
        : Arrays.asList(inside.split(",", -1));
  }

  private static PathStep single(String inside) {
    if (inside.equals("*")) {
      return new PathStep.Every();
    }
    String quoted = quoted(inside);
    if (quoted != null) {
      return new PathStep.Member(quoted);
    }
    if (INDEX.matcher(inside).matches()) {
      return new PathStep.Element(Integer.parseInt(inside));
    }
    Matcher slice = SLICE.matcher(inside);
    if (slice.matches()) {
      Integer stride = number(slice.group(3));
      if (stride == null || stride > 0) {
        return new PathStep.Elements(
            number(slice.group(1)), number(slice.group(2)), stride == null ? 1 : stride);
      }
    }
    throw new MalformedException("invalid array index " + inside);
  }

  private static PathStep filter(String condition) {
    Matcher comparison = COMPARISON.matcher(condition);
    if (!comparison.matches()) {
      return new PathStep.Filter(operand(condition), "", null);
    }
    String operator = comparison.group(2);
    if (!OPERATORS.contains(operator)) {
      throw new MalformedException("unrecognized filter operator " + operator);
    }
    return new PathStep.Filter(
        operand(comparison.group(1)), operator, operand(comparison.group(3)));
  }

  private static Operand operand(String side) {
    String text = side.strip();
    String quoted = quoted(text);
    if (quoted != null) {
      return new Operand(TextNode.valueOf(quoted), List.of());
    }
    JsonNode constant = constant(text);
    return new Operand(constant, constant == null ? new PathReader(text).path() : List.of());
  }

  private static @Nullable JsonNode constant(String text) {
    if (text.equals("true") || text.equals("false")) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    return NUMBER.matcher(text).matches() ? DecimalNode.valueOf(new BigDecimal(text)) : null;
  }

  private static @Nullable String quoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.startsWith("'") || text.startsWith("\""))
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : null;
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text == null ? null : Integer.valueOf(text);
  }

  /** The text is not a path. */
  static final class MalformedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message, null, false, false);
    }
  }
}
