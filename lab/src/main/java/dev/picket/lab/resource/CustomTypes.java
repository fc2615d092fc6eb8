package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what a CustomResourceDefinition defines. */
final class CustomTypes {

  private CustomTypes() {}

  /** The served versions of a definition that was validated. */
  static List<ResourceType> of(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    String storage = storageVersion(spec);
    List<ResourceType> types = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        types.add(type(spec, version, storage));
      }
    }
    return List.copyOf(types);
  }

  private static ResourceType type(JsonNode spec, JsonNode version, String storage) {
    JsonNode names = spec.path("names");
    String kind = names.path("kind").asText();
    JsonNode schema = version.path("schema").path("openAPIV3Schema");
    return new ResourceType(
        spec.path("group").asText(),
        version.path("name").asText(),
        storage,
        names.path("plural").asText(),
        names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
        kind,
        names.path("listKind").asText(kind + "List"),
        spec.path("scope").asText().equals("Namespaced"),
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        ResourceType.Updates.CONDITIONAL,
        version.path("subresources").has("status"),
        true,
        schema instanceof ObjectNode node ? node : null,
        columns(version.path("additionalPrinterColumns")));
  }

  private static String storageVersion(JsonNode spec) {
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean()) {
        return version.path("name").asText();
      }
    }
    throw new IllegalStateException("a stored definition has no storage version: " + spec);
  }

  private static List<Column> columns(JsonNode declared) {
    if (declared.isEmpty()) {
      return BuiltInTypes.DEFAULT_COLUMNS;
    }
    List<Column> columns = new ArrayList<>();
    columns.add(BuiltInTypes.name());
    for (JsonNode each : declared) {
      columns.add(
          new Column(
              each.path("name").asText(),
              each.path("type").asText("string"),
              each.path("description").asText(),
              each.path("priority").asInt(),
              CellPath.parse(each.path("jsonPath").asText())));
    }
    return List.copyOf(columns);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }
}
