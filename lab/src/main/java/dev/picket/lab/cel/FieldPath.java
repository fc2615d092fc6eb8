package dev.picket.lab.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.picket.lab.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;

/** Where a rule says that the problem is, such as {@code .spec.x} or {@code ['a.b']}. */
final class FieldPath {

  private static final Pattern STEP =
      Pattern.compile("\\.([a-zA-Z_$][a-zA-Z0-9_$-]*)|\\['([^']*)'\\]");

  private FieldPath() {}

  /** The names on the way; empty when they lead nowhere. */
  static List<String> parse(StructuralSchema.Rule rule, StructuralSchema schema) {
    List<String> names = names(rule.fieldPath());
    StructuralSchema place = schema;
    for (String each : names) {
      place = place == null ? null : place.member(each);
    }
    return place == null ? List.of() : names;
  }

  /** A path below another one. */
  static String below(String path, String fieldPath) {
    String place = path;
    for (String each : names(fieldPath)) {
      place = SchemaRules.join(place, each);
    }
    return place.isEmpty() ? "<nil>" : place;
  }

  private static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    Matcher steps = STEP.matcher(path);
    int end = 0;
    while (end < path.length() && steps.find(end) && steps.start() == end) {
      names.add(steps.group(1) == null ? steps.group(2) : steps.group(1));
      end = steps.end();
    }
    return end == path.length() ? names : List.of();
  }
}
