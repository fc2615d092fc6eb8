package dev.picket.lab.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of a built-in type.
 *
 * @param number in protobuf
 * @param name in JSON
 * @param type a scalar's, or a shape's name; of the values of maps and of the elements of lists
 * @param form whether it is one value, a list or a map from texts
 * @param keepsEmpty whether an empty value differs from none
 * @param inline whether its fields stand in JSON where it would
 * @param required whether it may not be missing
 * @param atomic whether it is owned as a whole
 * @param listType how server-side apply sees the list: {@code map:KEY,KEY}, {@code set}, or empty
 * @param mergeKey how strategic merge patches see the list: by this key, by value when the key is
 *     empty; null when it is replaced
 * @param retainKeys whether a strategic merge patch may say which keys are kept
 */
public record Field(
    int number,
    String name,
    String type,
    Form form,
    boolean keepsEmpty,
    boolean inline,
    boolean required,
    boolean atomic,
    String listType,
    @Nullable String mergeKey,
    boolean retainKeys) {

  /** How many values there are. */
  public enum Form {
    ONE,
    LIST,
    MAP
  }

  static final Set<String> SCALARS =
      Set.of(
          "string",
          "int",
          "long",
          "bool",
          "bytes",
          "number",
          "time",
          "microtime",
          "duration",
          "quantity",
          "int-or-string",
          "raw",
          "json",
          "fields");

  public boolean repeated() {
    return form == Form.LIST;
  }

  public boolean map() {
    return form == Form.MAP;
  }

  /** Whether its type is a shape's name. */
  public boolean shaped() {
    return !SCALARS.contains(type) && !type.equals("[]string");
  }

  static Field parse(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    String type = words.get(2);
    boolean keepsEmpty = type.endsWith("!");
    type = keepsEmpty ? type.substring(0, type.length() - 1) : type;
    Form form = type.startsWith("[]") ? Form.LIST : type.startsWith("map:") ? Form.MAP : Form.ONE;
    String bare =
        switch (form) {
          case ONE -> type;
          case LIST -> type.substring("[]".length());
          case MAP -> type.substring("map:".length());
        };
    List<String> rules = words.subList(3, words.size());
    return new Field(
        Integer.parseInt(words.get(0)),
        words.get(1),
        bare,
        form,
        keepsEmpty,
        rules.contains("inline"),
        rules.contains("required"),
        rules.contains("atomic"),
        after(rules, "list=").orElse(""),
        rules.contains("merge") ? "" : after(rules, "merge:").orElse(null),
        rules.contains("retainKeys"));
  }

  private static Optional<String> after(List<String> rules, String prefix) {
    return rules.stream()
        .filter(each -> each.startsWith(prefix))
        .map(each -> each.substring(prefix.length()))
        .findFirst();
  }
}
