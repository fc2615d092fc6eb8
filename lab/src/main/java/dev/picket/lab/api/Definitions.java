package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.StatusException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Checks CustomResourceDefinitions, completes them and accepts them on the spot. */
final class Definitions {

  private Definitions() {}

  /**
   * Accepts a new definition.
   *
   * @throws StatusException 422 naming the first wrong field
   */
  static void accept(String name, ObjectNode definition, String now) {
    validate(name, definition);
    complete(definition);
    ObjectNode status = definition.putObject("status");
    ArrayNode conditions = status.putArray("conditions");
    condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
    condition(
        conditions,
        "Established",
        "InitialNamesAccepted",
        "the initial names have been accepted",
        now);
    status.set("acceptedNames", definition.path("spec").path("names").deepCopy());
    ArrayNode stored = status.putArray("storedVersions");
    for (JsonNode each : definition.path("spec").path("versions")) {
      if (each.path("storage").asBoolean()) {
        stored.add(each.path("name").asText());
      }
    }
  }

  /** Checks a changed definition against what it was. */
  static void acceptUpdate(String name, ObjectNode before, ObjectNode definition) {
    validate(name, definition);
    complete(definition);
    String scope = before.path("spec").path("scope").asText();
    if (!definition.path("spec").path("scope").asText().equals(scope)) {
      throw invalid(name, "spec.scope", "Invalid value: field is immutable");
    }
    if (definition.path("status") instanceof ObjectNode status) {
      status.set("acceptedNames", definition.path("spec").path("names").deepCopy());
    }
  }

  private static void condition(
      ArrayNode conditions, String type, String reason, String message, String now) {
    conditions
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("lastTransitionTime", now)
        .put("reason", reason)
        .put("message", message);
  }

  private static void complete(ObjectNode definition) {
    ObjectNode spec = definition.withObjectProperty("spec");
    ObjectNode names = spec.withObjectProperty("names");
    String kind = names.path("kind").asText();
    if (names.path("singular").asText().isEmpty()) {
      names.put("singular", kind.toLowerCase(Locale.ROOT));
    }
    if (names.path("listKind").asText().isEmpty()) {
      names.put("listKind", kind + "List");
    }
    if (!spec.has("conversion")) {
      spec.putObject("conversion").put("strategy", "None");
    }
  }

  private static void validate(String name, JsonNode definition) {
    JsonNode spec = definition.path("spec");
    JsonNode names = spec.path("names");
    String group = require(name, spec, "spec.", "group");
    String plural = require(name, names, "spec.names.", "plural");
    require(name, names, "spec.names.", "kind");
    if (!group.contains(".")) {
      throw invalid(name, "spec.group", "Invalid value: \"" + group + "\": should be a domain");
    }
    if (!name.equals(plural + "." + group)) {
      throw invalid(
          name, "metadata.name", "Invalid value: must be spec.names.plural+\".\"+spec.group");
    }
    String scope = require(name, spec, "spec.", "scope");
    if (!scope.equals("Namespaced") && !scope.equals("Cluster")) {
      throw invalid(name, "spec.scope", "Unsupported value: \"" + scope + "\"");
    }
    if (!spec.path("conversion").path("strategy").asText("None").equals("None")) {
      throw invalid(name, "spec.conversion.strategy", "Unsupported value: the lab only has None");
    }
    if (BuiltInTypes.ALL.stream().anyMatch(each -> each.group().equals(group))) {
      throw invalid(name, "spec.group", "Invalid value: the lab serves this group itself");
    }
    validateVersions(name, spec.path("versions"));
  }

  private static void validateVersions(String name, JsonNode versions) {
    Set<String> seen = new HashSet<>();
    int stored = 0;
    for (int index = 0; index < versions.size(); index++) {
      JsonNode version = versions.get(index);
      String field = "spec.versions[" + index + "].";
      if (!seen.add(require(name, version, field, "name"))) {
        throw invalid(name, field + "name", "Duplicate value");
      }
      if (!version.path("schema").path("openAPIV3Schema").isObject()) {
        throw invalid(
            name, field + "schema.openAPIV3Schema", "Required value: schemas are required");
      }
      stored += version.path("storage").asBoolean() ? 1 : 0;
    }
    if (stored != 1) {
      throw invalid(
          name, "spec.versions", "Invalid value: must have exactly one version marked as storage");
    }
  }

  private static String require(String name, JsonNode parent, String path, String field) {
    String value = parent.path(field).isTextual() ? parent.path(field).asText() : "";
    if (value.isEmpty()) {
      throw invalid(name, path + field, "Required value");
    }
    return value;
  }

  private static StatusException invalid(String name, String field, String problem) {
    return StatusException.invalid(BuiltInTypes.DEFINITION, name, field, problem);
  }
}
