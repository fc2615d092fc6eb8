package dev.picket.lab.resource;

import dev.picket.lab.store.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A field selector over what every object has: its name and its namespace. */
public final class FieldSelector {

  private static final Pattern TERM = Pattern.compile("([^=!]+)(==|=|!=)([^=!]*)");

  private final List<Predicate<Key>> terms;

  private FieldSelector(List<Predicate<Key>> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * Reads a selector; an empty one selects everything.
   *
   * @throws StatusException 400 when it is malformed or names another field
   */
  public static FieldSelector parse(String text) {
    List<Predicate<Key>> terms = new ArrayList<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      Matcher term = TERM.matcher(each);
      if (!term.matches()) {
        throw StatusException.badRequest(
            "invalid field selector: '" + each + "'; can't understand '" + text + "'");
      }
      terms.add(term(term.group(1), term.group(2), term.group(3)));
    }
    return new FieldSelector(terms);
  }

  public boolean matches(Key key) {
    for (Predicate<Key> each : terms) {
      if (!each.test(key)) {
        return false;
      }
    }
    return true;
  }

  private static Predicate<Key> term(String field, String operator, String value) {
    boolean wanted = !operator.equals("!=");
    return switch (field) {
      case "metadata.name" -> key -> key.name().equals(value) == wanted;
      case "metadata.namespace" -> key -> key.namespace().equals(value) == wanted;
      default -> throw StatusException.badRequest("field label not supported: " + field);
    };
  }
}
