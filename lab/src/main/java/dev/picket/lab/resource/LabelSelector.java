package dev.picket.lab.resource;

import dev.picket.lab.resource.SelectorTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A label selector with every operator that Kubernetes has. Immutable. */
public final class LabelSelector {

  private static final String NOT_A_NUMBER =
      "for 'Gt', 'Lt' operators, the value must be an integer";

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
    SelectorTokens tokens = new SelectorTokens(text);
    List<Predicate<Map<String, String>>> requirements = new ArrayList<>();
    while (!tokens.look().end()) {
      if (!begins(tokens.look())) {
        throw StatusException.badRequest(
            found(tokens.look()) + ", expected: !, identifier, or 'end of string'");
      }
      requirements.add(requirement(tokens));
      Token next = tokens.take();
      if (!next.end() && !next.is(",")) {
        throw StatusException.badRequest(found(next) + ", expected: ',' or 'end of string'");
      }
      if (next.is(",") && !begins(tokens.look())) {
        throw StatusException.badRequest(found(tokens.look()) + ", expected: identifier after ','");
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

  private static boolean begins(Token token) {
    return token.identifier() || token.is("!");
  }

  private static Predicate<Map<String, String>> requirement(SelectorTokens tokens) {
    Token token = tokens.take();
    boolean negated = token.is("!");
    token = negated ? tokens.take() : token;
    if (!token.identifier()) {
      throw wrong(found(token) + ", expected: identifier");
    }
    String key = token.text();
    String problem = LabelSyntax.wrongKey(key);
    if (!problem.isEmpty()) {
      throw wrong("<nil>: Invalid value: \"" + key + "\": " + problem);
    }
    if (negated) {
      return labels -> !labels.containsKey(key);
    }
    if (tokens.look().end() || tokens.look().is(",")) {
      return labels -> labels.containsKey(key);
    }
    return comparison(key, tokens);
  }

  private static Predicate<Map<String, String>> comparison(String key, SelectorTokens tokens) {
    Token operator = tokens.take();
    return switch (operator.text()) {
      case "in" -> {
        Set<String> values = values(key, tokens);
        yield labels -> labels.containsKey(key) && values.contains(labels.get(key));
      }
      case "notin" -> {
        Set<String> values = values(key, tokens);
        yield labels -> !labels.containsKey(key) || !values.contains(labels.get(key));
      }
      case "=", "==" -> {
        String value = checked(key, value(tokens), 0);
        yield labels -> value.equals(labels.get(key));
      }
      case "!=" -> {
        String value = checked(key, value(tokens), 0);
        yield labels -> !value.equals(labels.get(key));
      }
      case ">", "<" -> {
        long bound = number(checked(key, value(tokens), 0));
        int sign = operator.text().equals("<") ? -1 : 1;
        yield labels -> {
          String label = labels.getOrDefault(key, "");
          return isNumber(label) && Long.compare(Long.parseLong(label), bound) == sign;
        };
      }
      default -> throw wrong(found(operator) + ", expected: in, notin, =, ==, !=, gt, lt");
    };
  }

  private static Set<String> values(String key, SelectorTokens tokens) {
    Token open = tokens.take();
    if (!open.is("(")) {
      throw wrong(found(open) + " expected: '('");
    }
    Token first = tokens.look();
    if (!first.identifier() && !first.is(",") && !first.is(")")) {
      throw wrong(found(first) + ", expected: ',', ')' or identifier");
    }
    Set<String> values = new TreeSet<>();
    while (true) {
      values.add(tokens.look().identifier() ? tokens.take().text() : "");
      Token next = tokens.take();
      if (next.is(")")) {
        int index = 0;
        for (String each : values) {
          checked(key, each, index++);
        }
        return Set.copyOf(values);
      }
      if (!next.is(",")) {
        throw wrong(found(next) + ", expected: ',' or ')'");
      }
    }
  }

  private static String value(SelectorTokens tokens) {
    if (tokens.look().end() || tokens.look().is(",")) {
      return "";
    }
    Token value = tokens.take();
    if (!value.identifier()) {
      throw wrong(found(value) + ", expected: identifier");
    }
    return value.text();
  }

  private static String checked(String key, String value, int index) {
    String problem = LabelSyntax.wrongValue(value);
    if (!problem.isEmpty()) {
      throw wrong(
          "values[%d][%s]: Invalid value: \"%s\": %s".formatted(index, key, value, problem));
    }
    return value;
  }

  private static long number(String value) {
    if (!isNumber(value)) {
      throw wrong("values[0]: Invalid value: \"" + value + "\": " + NOT_A_NUMBER);
    }
    return Long.parseLong(value);
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+]?\\d{1,18}");
  }

  private static String found(Token token) {
    return "found '" + token.text() + "'";
  }

  private static StatusException wrong(String why) {
    return StatusException.badRequest("unable to parse requirement: " + why);
  }
}
