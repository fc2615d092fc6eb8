package dev.picket.lab.resource;

import dev.picket.lab.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field selector over the fields that a resource allows. Objects are parsed only for terms about
 * other fields than names and namespaces, and only when those match. Immutable.
 */
public final class FieldSelector {

  /** Selects everything. */
  public static final FieldSelector ALL =
      new FieldSelector(List.of(), List.of(), new SelectedFields());

  private static final List<String> OPERATORS = List.of("!=", "==", "=");

  private final List<KeyTerm> keys;
  private final List<ContentTerm> contents;
  private final SelectedFields fields;

  private FieldSelector(List<KeyTerm> keys, List<ContentTerm> contents, SelectedFields fields) {
    this.keys = List.copyOf(keys);
    this.contents = List.copyOf(contents);
    this.fields = fields;
  }

  /**
   * Reads a selector; an empty one selects everything.
   *
   * @throws StatusException 400 when it is malformed or names a field that the resource does not
   *     allow
   */
  public static FieldSelector parse(ResourceType type, String text) {
    List<KeyTerm> keys = new ArrayList<>();
    List<ContentTerm> contents = new ArrayList<>();
    SelectedFields fields = new SelectedFields();
    for (String each : terms(text)) {
      if (!each.isEmpty()) {
        Split split = Split.of(each, text);
        Optional<SelectableFields.Field> field = SelectableFields.find(type, split.label());
        if (field.isPresent()) {
          List<Integer> places = field.get().places().stream().map(fields::add).toList();
          contents.add(new ContentTerm(places, field.get().otherwise(), split));
        } else {
          keys.add(new KeyTerm(split.label().equals(SelectableFields.NAME), split));
        }
      }
    }
    return new FieldSelector(keys, contents, fields);
  }

  public boolean matches(StoredObject object) {
    for (KeyTerm each : keys) {
      if (!each.matches(object)) {
        return false;
      }
    }
    if (contents.isEmpty()) {
      return true;
    }
    String[] values = fields.read(object);
    for (ContentTerm each : contents) {
      if (!each.matches(values)) {
        return false;
      }
    }
    return true;
  }

  /** What stands between commas that are not escaped. */
  private static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '\\') {
        at++;
      } else if (character == ',') {
        terms.add(text.substring(start, at));
        start = at + 1;
      }
    }
    terms.add(text.substring(start));
    return terms;
  }

  private static String unescaped(String value) {
    StringBuilder plain = new StringBuilder();
    for (int at = 0; at < value.length(); at++) {
      char character = value.charAt(at);
      if (character == '\\') {
        at++;
        String escaped =
            value.substring(Math.min(at, value.length()), Math.min(at + 1, value.length()));
        if (escaped.isEmpty() || "\\,=".indexOf(escaped.charAt(0)) < 0) {
          throw StatusException.badRequest(
              "invalid field selector: invalid escape sequence: \\" + escaped);
        }
        plain.append(escaped);
      } else if (character == '=') {
        throw StatusException.badRequest(
            "invalid field selector: unescaped character in value: " + (int) character);
      } else {
        plain.append(character);
      }
    }
    return plain.toString();
  }

  /** A term in its parts; `wanted` is whether the value must be equal, or must not. */
  private record Split(String label, String value, boolean wanted) {

    static Split of(String term, String whole) {
      int at = 0;
      while (at < term.length() && operator(term, at).isEmpty()) {
        at++;
      }
      String operator = operator(term, at);
      if (operator.isEmpty()) {
        throw StatusException.badRequest(
            "invalid selector: '" + whole + "'; can't understand '" + term + "'");
      }
      String value = unescaped(term.substring(at + operator.length()));
      return new Split(term.substring(0, at), value, !operator.equals("!="));
    }

    /** The operator at a place; empty when there is none. */
    private static String operator(String term, int at) {
      for (String each : OPERATORS) {
        if (term.startsWith(each, at)) {
          return each;
        }
      }
      return "";
    }

    boolean matches(String found) {
      return found.equals(value) == wanted;
    }
  }

  /** About the name, or otherwise the namespace. */
  private record KeyTerm(boolean name, Split term) {

    boolean matches(StoredObject object) {
      return term.matches(name ? object.key().name() : object.key().namespace());
    }
  }

  /** About the first value that there is among some that were read. */
  private record ContentTerm(List<Integer> places, String otherwise, Split term) {

    boolean matches(String[] values) {
      for (int each : places) {
        if (!values[each].isEmpty()) {
          return term.matches(values[each]);
        }
      }
      return term.matches(otherwise);
    }
  }
}
