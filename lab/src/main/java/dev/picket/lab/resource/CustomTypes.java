package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.schema.StructuralSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what a CustomResourceDefinition defines. */
final class CustomTypes {

  /** What discovery names while a definition is being deleted; changes are let pass, too. */
  private static final List<String> WHILE_TERMINATING =
      List.of("delete", "deletecollection", "get", "list", "watch");

  private CustomTypes() {}

  /**
   * The served versions of a definition that was validated; none before it is established.
   *
   * @param revision of the definition
   */
  static List<ResourceType> of(JsonNode definition, long revision) {
    if (!established(definition)) {
      return List.of();
    }
    JsonNode spec = definition.path("spec");
    JsonNode names = definition.path("status").path("acceptedNames");
    JsonNode storage = storageVersion(spec);
    ResourceType.Stored stored =
        new ResourceType.Stored(
            names.path("plural").asText() + "." + spec.path("group").asText(),
            spec.path("group").asText() + "/" + storage.path("name").asText(),
            schema(storage));
    boolean terminating = definition.path("metadata").has("deletionTimestamp");
    List<String> verbs = terminating ? WHILE_TERMINATING : ResourceType.ALL_VERBS;
    List<ResourceType> types = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        types.add(type(spec, names, version, stored, verbs, revision));
      }
    }
    return List.copyOf(types);
  }

  private static boolean established(JsonNode definition) {
    for (JsonNode each : definition.path("status").path("conditions")) {
      if (each.path("type").asText().equals("Established")) {
        return each.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static ResourceType type(
      JsonNode spec,
      JsonNode names,
      JsonNode version,
      ResourceType.Stored stored,
      List<String> verbs,
      long revision) {
    String kind = names.path("kind").asText();
    return new ResourceType(
        spec.path("group").asText(),
        version.path("name").asText(),
        stored,
        names.path("plural").asText(),
        names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
        kind,
        names.path("listKind").asText(kind + "List"),
        spec.path("scope").asText().equals("Namespaced"),
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        ResourceType.Updates.CONDITIONAL,
        subresources(version.path("subresources")),
        verbs,
        (ObjectNode) version,
        Columns.custom(version.path("additionalPrinterColumns")),
        schema(version),
        revision,
        selectable(version.path("selectableFields")));
  }

  private static StructuralSchema schema(JsonNode version) {
    return StructuralSchema.parse(version.path("schema").path("openAPIV3Schema"));
  }

  private static Map<String, CellPath> selectable(JsonNode declared) {
    Map<String, CellPath> fields = new TreeMap<>();
    for (JsonNode each : declared) {
      String path = each.path("jsonPath").asText();
      fields.put(path.substring(1), CellPath.parse(path));
    }
    return Map.copyOf(fields);
  }

  private static JsonNode storageVersion(JsonNode spec) {
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean()) {
        return version;
      }
    }
    throw new IllegalStateException("a stored definition has no storage version: " + spec);
  }

  private static Set<String> subresources(JsonNode declared) {
    Set<String> names = new TreeSet<>();
    declared.properties().forEach(each -> names.add(each.getKey()));
    return Set.copyOf(names);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }
}
