package dev.picket.lab.resource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A label selector with every operator that Kubernetes has. */
public final class LabelSelector {

  private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final Pattern KEY = Pattern.compile("(?:[a-z0-9][-a-z0-9.]{0,252}/)?" + NAME);
  private static final Pattern VALUE = Pattern.compile("(?:" + NAME + ")?");
  private static final Pattern SET =
      Pattern.compile("\\s*([^\\s,!=<>()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
  private static final Pattern COMPARISON =
      Pattern.compile("\\s*([^\\s,!=<>()]+)\\s*(==|=|!=|<|>)\\s*([^\\s,!=<>()]*)\\s*");
  private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^\\s,!=<>()]+)\\s*");

  private final List<Predicate<Map<String, String>>> requirements;

  private LabelSelector(List<Predicate<Map<String, String>>> requirements) {
    this.requirements = List.copyOf(requirements);
  }

  /**
   * Reads a selector; an empty one selects everything.
   *
   * @throws StatusException 400 when it is malformed
   */
  public static LabelSelector parse(String text) {
    List<Predicate<Map<String, String>>> requirements = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      int end = end(text, position);
      requirements.add(requirement(text.substring(position, end), text));
      position = end + 1;
      if (position == text.length()) {
        throw malformed(text, "nothing follows the last comma");
      }
    }
    return new LabelSelector(requirements);
  }

  public boolean matches(Map<String, String> labels) {
    for (Predicate<Map<String, String>> each : requirements) {
      if (!each.test(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Where the requirement that begins here ends: at a comma outside of parentheses. */
  private static int end(String text, int from) {
    int depth = 0;
    for (int each = from; each < text.length(); each++) {
      char character = text.charAt(each);
      if (character == '(') {
        depth++;
      } else if (character == ')') {
        depth--;
      } else if (character == ',' && depth == 0) {
        return each;
      }
    }
    return text.length();
  }

  private static Predicate<Map<String, String>> requirement(String part, String whole) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      return set(key(set.group(1), whole), set.group(2), set.group(3), whole);
    }
    Matcher comparison = COMPARISON.matcher(part);
    if (comparison.matches()) {
      String key = key(comparison.group(1), whole);
      return comparison(key, comparison.group(2), value(comparison.group(3), whole), whole);
    }
    Matcher existence = EXISTENCE.matcher(part);
    if (existence.matches()) {
      String key = key(existence.group(2), whole);
      return existence.group(1).isEmpty()
          ? labels -> labels.containsKey(key)
          : labels -> !labels.containsKey(key);
    }
    throw malformed(whole, "found '" + part.strip() + "'");
  }

  private static Predicate<Map<String, String>> set(
      String key, String operator, String list, String whole) {
    Set<String> values =
        Arrays.stream(list.split(",", -1))
            .map(each -> value(each.strip(), whole))
            .collect(Collectors.toUnmodifiableSet());
    return operator.equals("in")
        ? labels -> labels.containsKey(key) && values.contains(labels.get(key))
        : labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
  }

  private static Predicate<Map<String, String>> comparison(
      String key, String operator, String value, String whole) {
    return switch (operator) {
      case "=", "==" -> labels -> value.equals(labels.get(key));
      case "!=" -> labels -> !value.equals(labels.get(key));
      default -> {
        long bound = number(value, whole);
        int sign = operator.equals("<") ? -1 : 1;
        yield labels -> {
          String label = labels.getOrDefault(key, "");
          return label.matches("-?\\d{1,18}") && Long.compare(Long.parseLong(label), bound) == sign;
        };
      }
    };
  }

  private static long number(String value, String whole) {
    if (!value.matches("-?\\d{1,18}")) {
      throw malformed(whole, "'" + value + "' is not a number");
    }
    return Long.parseLong(value);
  }

  private static String key(String key, String whole) {
    if (!KEY.matcher(key).matches()) {
      throw malformed(whole, "'" + key + "' is not the key of a label");
    }
    return key;
  }

  private static String value(String value, String whole) {
    if (!VALUE.matcher(value).matches()) {
      throw malformed(whole, "'" + value + "' is not the value of a label");
    }
    return value;
  }

  private static StatusException malformed(String text, String why) {
    return StatusException.badRequest(
        "unable to parse requirement: labelSelector '" + text + "': " + why);
  }
}
