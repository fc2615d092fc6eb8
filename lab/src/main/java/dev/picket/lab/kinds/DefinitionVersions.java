package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.cel.SchemaRules;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.structural.SchemaChecks;
import dev.picket.lab.structural.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What may be wrong with a definition's versions. What all of them have in common is reported at
 * one place, such as {@code spec.validation}, as the real server does.
 */
final class DefinitionVersions {

  private static final int MOST_SELECTABLE = 8;
  private static final Pattern SIMPLE_PATH =
      Pattern.compile("(?:\\.[a-zA-Z_$][a-zA-Z0-9_$-]*|\\['[^']+'])+");
  private static final List<String> COLUMN_TYPES =
      List.of("boolean", "date", "integer", "number", "string");
  private static final List<String> COLUMN_FORMATS =
      List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");

  /** With a status of its own, the root may say only this. */
  private static final Set<String> AT_ROOT =
      Set.of(
          "description",
          "type",
          "format",
          "title",
          "maximum",
          "exclusiveMaximum",
          "minimum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "pattern",
          "maxItems",
          "minItems",
          "uniqueItems",
          "multipleOf",
          "required",
          "items",
          "properties",
          "externalDocs",
          "example",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-validations");

  private static final String ROOT_FIELDS =
      "only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum"
          + " MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items"
          + " Properties ExternalDocs Example XPreserveUnknownFields XValidations] fields are allowed"
          + " at the root of the schema if the status subresource is enabled";

  private final JsonNode versions;
  private final List<FieldProblem> problems;

  private DefinitionVersions(JsonNode versions, List<FieldProblem> problems) {
    this.versions = versions;
    this.problems = problems;
  }

  static void check(JsonNode versions, List<FieldProblem> problems) {
    DefinitionVersions checks = new DefinitionVersions(versions, problems);
    for (int index = 0; index < versions.size(); index++) {
      JsonNode version = versions.get(index);
      String path = "spec.versions[" + index + "]";
      checks.name(version, path);
      checks.deprecation(version, path);
      checks.schema(version, path, index);
      checks.subresources(version, checks.place(path, "subresources", index), index);
      checks.columns(version, checks.place(path, "additionalPrinterColumns", index), index);
      checks.selectable(version, checks.place(path, "selectableFields", index), index);
    }
  }

  private void name(JsonNode version, String path) {
    String name = version.path("name").asText();
    if (!DefinitionChecks.isLabel(name)) {
      problems.add(
          FieldProblem.invalid(path + ".name", Shown.quoted(name), DefinitionChecks.noLabel()));
    }
  }

  private void deprecation(JsonNode version, String path) {
    JsonNode warning = version.path("deprecationWarning");
    if (!warning.isMissingNode() && !warning.isNull() && !version.path("deprecated").asBoolean()) {
      problems.add(
          FieldProblem.invalid(
              path + ".deprecationWarning",
              Shown.value(warning),
              "can only be set for deprecated versions"));
    }
    if (warning.asText().length() > 256) {
      problems.add(
          FieldProblem.invalid(
              path + ".deprecationWarning",
              Shown.value(warning),
              "must be <= 256 characters long"));
    }
  }

  private void schema(JsonNode version, String path, int index) {
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    if (!schema.isObject()) {
      problems.add(FieldProblem.required(path + ".schema.openAPIV3Schema", "schemas are required"));
      return;
    }
    boolean common = common("schema");
    if (common && index > 0) {
      return;
    }
    String place = (common ? "spec.validation" : path + ".schema") + ".openAPIV3Schema";
    if (version.path("subresources").hasNonNull("status")
        && !schema.propertyStream().allMatch(each -> AT_ROOT.contains(each.getKey()))) {
      problems.add(FieldProblem.invalid(place, Shown.value(schema), ROOT_FIELDS));
    }
    List<FieldProblem> found = SchemaChecks.check(schema, place);
    problems.addAll(found);
    if (found.isEmpty()) {
      StructuralSchema read = StructuralSchema.parse(schema);
      problems.addAll(read.ruled() ? SchemaRules.check(read, place) : List.of());
    }
  }

  private void subresources(JsonNode version, String path, int index) {
    JsonNode scale = version.path("subresources").path("scale");
    if (!scale.isObject() || repeated("subresources", index)) {
      return;
    }
    replicas(scale, path + ".scale.", "specReplicasPath", ".spec");
    replicas(scale, path + ".scale.", "statusReplicasPath", ".status");
    String selector = scale.path("labelSelectorPath").asText();
    if (!selector.isEmpty() && !below(selector, ".spec") && !below(selector, ".status")) {
      problems.add(
          FieldProblem.invalid(
              path + ".scale.labelSelectorPath",
              Shown.quoted(selector),
              "should be a json path under either .spec or .status"));
    }
  }

  private void replicas(JsonNode scale, String path, String member, String root) {
    String value = scale.path(member).asText();
    if (value.isEmpty()) {
      problems.add(FieldProblem.required(path + member, ""));
    } else if (!below(value, root)) {
      problems.add(
          FieldProblem.invalid(
              path + member, Shown.quoted(value), "should be a json path under " + root));
    }
  }

  private static boolean below(String path, String root) {
    return path.startsWith(root + ".") && SIMPLE_PATH.matcher(path).matches();
  }

  private void columns(JsonNode version, String path, int index) {
    JsonNode columns = version.path("additionalPrinterColumns");
    for (int each = 0;
        each < columns.size() && !repeated("additionalPrinterColumns", index);
        each++) {
      column(columns.get(each), path + "[" + each + "].");
    }
  }

  private void column(JsonNode column, String path) {
    if (column.path("name").asText().isEmpty()) {
      problems.add(FieldProblem.required(path + "name", ""));
    }
    String type = column.path("type").asText();
    String types = "must be one of " + String.join(",", COLUMN_TYPES);
    if (type.isEmpty()) {
      problems.add(FieldProblem.required(path + "type", types));
    } else if (!COLUMN_TYPES.contains(type)) {
      problems.add(FieldProblem.invalid(path + "type", Shown.quoted(type), types));
    }
    String format = column.path("format").asText();
    if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
      problems.add(
          FieldProblem.invalid(
              path + "format",
              Shown.quoted(format),
              "must be one of " + String.join(",", COLUMN_FORMATS)));
    }
    String jsonPath = column.path("jsonPath").asText();
    if (jsonPath.isEmpty()) {
      problems.add(FieldProblem.required(path + "JSONPath", ""));
    } else if (!jsonPath.startsWith(".")) {
      problems.add(
          FieldProblem.invalid(
              path + "JSONPath",
              Shown.quoted(jsonPath),
              "must be a simple json path starting with ."));
    }
  }

  private void selectable(JsonNode version, String path, int index) {
    JsonNode fields = version.path("selectableFields");
    if (fields.isEmpty() || repeated("selectableFields", index)) {
      return;
    }
    if (fields.size() > MOST_SELECTABLE) {
      problems.add(
          FieldProblem.of(
              FieldProblem.Reason.TOO_MANY,
              path,
              fields.size(),
              "must have at most " + MOST_SELECTABLE + " items"));
    }
    Set<String> seen = new TreeSet<>();
    for (int each = 0; each < fields.size(); each++) {
      JsonNode jsonPath = fields.get(each).path("jsonPath");
      String place = path + "[" + each + "].jsonPath";
      if (jsonPath.asText().isEmpty()) {
        problems.add(FieldProblem.required(place, ""));
      } else if (!seen.add(jsonPath.asText())) {
        problems.add(
            FieldProblem.of(
                FieldProblem.Reason.DUPLICATE, place, Shown.quoted(jsonPath.asText()), ""));
      } else {
        selectable(version.path("schema").path("openAPIV3Schema"), jsonPath.asText(), place);
      }
    }
  }

  private void selectable(JsonNode schema, String jsonPath, String path) {
    String why = "";
    if (!SIMPLE_PATH.matcher(jsonPath).matches() || jsonPath.indexOf('[') >= 0) {
      why = "is an invalid path: must be a simple json path starting with .";
    } else if (jsonPath.startsWith(".metadata.") || jsonPath.equals(".metadata")) {
      why = "must not point to fields in metadata";
    } else {
      JsonNode field = schema;
      for (String each : jsonPath.substring(1).split("\\.", -1)) {
        field = field.path("properties").path(each);
      }
      List<String> types = new ArrayList<>(List.of("boolean", "integer", "string"));
      if (field.isMissingNode()) {
        why = "does not refer to a valid field";
      } else if (!types.contains(field.path("type").asText())) {
        why = "must point to a field of type string, boolean or integer";
      }
    }
    if (!why.isEmpty()) {
      problems.add(FieldProblem.invalid(path, Shown.quoted(jsonPath), why));
    }
  }

  /** Whether all versions say the same. */
  private boolean common(String member) {
    JsonNode first = versions.path(0).path(member);
    for (JsonNode each : versions) {
      if (!each.path(member).equals(first)) {
        return false;
      }
    }
    return true;
  }

  private boolean repeated(String member, int index) {
    return index > 0 && common(member);
  }

  private String place(String path, String member, int index) {
    return index == 0 && common(member) ? "spec." + member : path + "." + member;
  }
}
