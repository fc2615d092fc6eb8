package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.FieldProblem.Reason;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.schema.StructuralSchema.Bound;
import dev.picket.lab.schema.StructuralSchema.Limits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Validates values by a schema, with the API server's words. Paths have an index where 1.20 leaves
 * it out, as later versions have it.
 */
public final class Validation {

  /** More problems than this are not told. */
  static final int MOST_PROBLEMS = 1_000;

  private final List<FieldProblem> problems = new ArrayList<>();

  private Validation() {}

  /** What is wrong with a whole object, without its metadata; empty when nothing is. */
  public static List<FieldProblem> check(JsonNode object, StructuralSchema schema) {
    return check(object, schema, (JsonNode) null);
  }

  /**
   * The same for a change. What did not change is not looked at, so that a schema may become
   * stricter (KEP-4008).
   *
   * @param former the whole object as it was; null when it is new
   */
  public static List<FieldProblem> check(
      JsonNode object, StructuralSchema schema, @Nullable JsonNode former) {
    Validation validation = new Validation();
    validation.value(object, schema, "", former);
    return validation.problems;
  }

  /** The same for a value at a path. */
  static List<FieldProblem> check(JsonNode value, StructuralSchema schema, String path) {
    Validation validation = new Validation();
    validation.value(value, schema, path, null);
    return validation.problems;
  }

  private void value(
      JsonNode value, StructuralSchema schema, String path, @Nullable JsonNode former) {
    if (problems.size() >= MOST_PROBLEMS || (former != null && former.equals(value))) {
      return;
    }
    if (value.isNull() && schema.nullable()) {
      return;
    }
    type(value, schema, path);
    if (value.isNull()) {
      return;
    }
    Limits limits = schema.limits();
    Composition.check(value, limits, path, problems);
    if (value.isTextual()) {
      text(value.asText(), limits, path);
    } else if (value.isNumber()) {
      number(value, limits, path);
    } else if (value.isArray()) {
      list(value, schema, path, former);
    }
    allowed(value, limits, path);
    if (value.isObject()) {
      members(value, schema, path, former);
    }
  }

  private void type(JsonNode value, StructuralSchema schema, String path) {
    boolean either = schema.extensions().intOrString();
    String wanted = either ? "integer,string" : schema.type();
    if (wanted.isEmpty()) {
      return;
    }
    String is = typeOf(value);
    boolean right =
        either
            ? is.equals("integer") || is.equals("string")
            : is.equals(wanted) || (wanted.equals("number") && is.equals("integer"));
    if (!right) {
      String quoted = Shown.quoted(is);
      add(
          Reason.TYPE_INVALID,
          path,
          quoted,
          inBody(path) + "must be of type " + wanted + ": " + quoted);
    }
  }

  static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> integral(value) ? "integer" : "number";
      default -> "null";
    };
  }

  private static boolean integral(JsonNode value) {
    return value.isIntegralNumber() || value.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  private void text(String text, Limits limits, String path) {
    Long most = limits.maxLength();
    Long least = limits.minLength();
    int length = text.codePointCount(0, text.length());
    if (most != null && length > most) {
      problems.add(
          new FieldProblem(
              Reason.TOO_LONG, path, "Too long: may not be more than " + most + " bytes"));
    } else if (least != null && length < least) {
      invalid(path, text, "should be at least " + least + " chars long");
    } else if (limits.pattern() != null && !limits.pattern().matcher(text).find()) {
      invalid(path, text, "should match '" + limits.pattern().pattern() + "'");
    }
    if (!Formats.matches(limits.format(), text)) {
      add(
          Reason.TYPE_INVALID,
          path,
          Shown.quoted(text),
          inBody(path) + "must be of type " + limits.format() + ": " + Shown.quoted(text));
    }
  }

  private void number(JsonNode value, Limits limits, String path) {
    BigDecimal number = value.decimalValue();
    BigDecimal factor = limits.multipleOf();
    if (factor != null && factor.signum() > 0 && number.remainder(factor).signum() != 0) {
      invalid(path, value, "should be a multiple of " + factor.toPlainString());
    }
    Bound most = limits.maximum();
    if (most != null && number.compareTo(most.value()) >= (most.exclusive() ? 0 : 1)) {
      String words = most.exclusive() ? "less than " : "less than or equal to ";
      invalid(path, value, "should be " + words + most.value().toPlainString());
    }
    Bound least = limits.minimum();
    if (least != null && number.compareTo(least.value()) <= (least.exclusive() ? 0 : -1)) {
      String words = least.exclusive() ? "greater than " : "greater than or equal to ";
      invalid(path, value, "should be " + words + least.value().toPlainString());
    }
  }

  private void list(
      JsonNode list, StructuralSchema schema, String path, @Nullable JsonNode former) {
    if (schema.items() != null) {
      Correlation correlation = Correlation.of(schema, former);
      for (int index = 0; index < list.size(); index++) {
        value(
            list.get(index),
            schema.items(),
            path + "[" + index + "]",
            correlation.former(list.get(index)));
      }
    }
    Long least = schema.limits().minItems();
    if (least != null && list.size() < least) {
      invalid(path, list.size(), "should have at least " + least + " items");
    }
    tooMany(path, list.size(), schema.limits().maxItems());
  }

  private void members(
      JsonNode object, StructuralSchema schema, String path, @Nullable JsonNode former) {
    Limits limits = schema.limits();
    Long least = limits.minProperties();
    if (least != null && object.size() < least) {
      invalid(path, object.size(), "should have at least " + least + " properties");
      return;
    }
    if (tooMany(path, object.size(), limits.maxProperties())) {
      return;
    }
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      StructuralSchema member = schema.member(each.getKey());
      if (member != null) {
        JsonNode was = former == null ? null : former.get(each.getKey());
        value(each.getValue(), member, join(path, each.getKey()), was);
      }
    }
    for (String each : limits.required()) {
      if (!object.has(each)) {
        problems.add(FieldProblem.required(join(path, each), ""));
      }
    }
  }

  private void allowed(JsonNode value, Limits limits, String path) {
    List<JsonNode> allowed = limits.allowed();
    if (allowed.isEmpty() || allowed.stream().anyMatch(each -> Equality.same(each, value))) {
      return;
    }
    List<String> shown =
        allowed.stream()
            .map(each -> each instanceof TextNode ? each.asText() : each.toString())
            .toList();
    problems.add(Shown.notSupported(path, value, shown));
  }

  private boolean tooMany(String path, int size, @Nullable Long most) {
    if (most == null || size <= most) {
      return false;
    }
    add(Reason.TOO_MANY, path, size, "must have at most " + most + " items");
    return true;
  }

  private void invalid(String path, Object value, String why) {
    Object shown =
        switch (value) {
          case String text -> Shown.quoted(text);
          case JsonNode node -> Shown.value(node);
          default -> value;
        };
    add(Reason.INVALID, path, shown, inBody(path) + why);
  }

  private void add(Reason reason, String path, Object shown, String why) {
    problems.add(FieldProblem.of(reason, path.isEmpty() ? "<nil>" : path, shown, why));
  }

  private static String inBody(String path) {
    return path + " in body ";
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
