package dev.picket.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a custom resource, or of a part of one, as apiextensions.k8s.io/v1 has it.
 * Immutable as long as nobody changes the trees that it holds.
 *
 * @param type empty when any will do
 * @param nullable whether null is a value
 * @param initial what an absent value becomes; null when there is no default
 * @param properties by name
 * @param items of an array; null when there are none
 * @param additional what members may have that are no property; null when there may be none
 * @param extensions what Kubernetes adds to JSON Schema
 * @param limits on values
 * @param rules in CEL
 */
public record StructuralSchema(
    String type,
    boolean nullable,
    @Nullable JsonNode initial,
    Map<String, StructuralSchema> properties,
    @Nullable StructuralSchema items,
    @Nullable Additional additional,
    Extensions extensions,
    Limits limits,
    List<Rule> rules) {

  /**
   * Reads a schema that was checked to be structural.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static StructuralSchema parse(JsonNode schema) {
    return SchemaParser.parse(schema);
  }

  /** Whether a null stands for a value that is absent. */
  boolean absent(JsonNode value) {
    return value.isNull() && !nullable;
  }

  /** Whether it has rules, or a part of it does. */
  public boolean ruled() {
    return !rules.isEmpty()
        || properties.values().stream().anyMatch(StructuralSchema::ruled)
        || (items != null && items.ruled())
        || (additional != null && additional.schema() != null && additional.schema().ruled());
  }

  /** The schema of a member; null when its fields are not known. */
  public @Nullable StructuralSchema member(String name) {
    StructuralSchema property = properties.get(name);
    if (property != null) {
      return property;
    }
    return additional == null ? null : additional.schema();
  }

  /**
   * Members that are no property.
   *
   * @param allowed whether there may be any
   * @param schema of their values; null when anything will do
   */
  public record Additional(boolean allowed, @Nullable StructuralSchema schema) {}

  /**
   * What Kubernetes adds to JSON Schema.
   *
   * @param preservesUnknown whether unknown fields are kept
   * @param embedded whether it is a whole object, with apiVersion, kind and metadata
   * @param intOrString whether a value is an integer or a text
   * @param listType atomic, set or map; empty when nothing is said
   * @param listKeys the properties that tell the items of a map apart
   * @param mapType atomic or granular; empty when nothing is said
   */
  public record Extensions(
      boolean preservesUnknown,
      boolean embedded,
      boolean intOrString,
      String listType,
      List<String> listKeys,
      String mapType) {}

  /** Limits on values; null, or empty, where there is none. Schemas in them have no type. */
  public record Limits(
      String format,
      @Nullable Pattern pattern,
      List<JsonNode> allowed,
      List<String> required,
      @Nullable Long minLength,
      @Nullable Long maxLength,
      @Nullable Long minItems,
      @Nullable Long maxItems,
      @Nullable Long minProperties,
      @Nullable Long maxProperties,
      @Nullable Bound minimum,
      @Nullable Bound maximum,
      @Nullable BigDecimal multipleOf,
      List<StructuralSchema> allOf,
      List<StructuralSchema> anyOf,
      List<StructuralSchema> oneOf,
      @Nullable StructuralSchema not) {}

  /**
   * A bound of numbers.
   *
   * @param exclusive whether the bound itself is outside
   */
  public record Bound(BigDecimal value, boolean exclusive) {}

  /**
   * A rule in CEL.
   *
   * @param message for people; empty when nothing is said
   * @param messageExpression a CEL expression for the message; empty for none
   * @param reason of the problem, such as {@code FieldValueInvalid}; empty for that one
   * @param fieldPath where the problem is, below the rule's place; empty for there
   * @param optionalOldSelf whether the rule runs without a former value, too; null when nothing is
   *     said
   */
  public record Rule(
      String expression,
      String message,
      String messageExpression,
      String reason,
      String fieldPath,
      @Nullable Boolean optionalOldSelf) {}
}
