package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenAPI v3, as far as clients look: schemas, verbs and the parameters that they probe for. */
final class OpenApi {

  private OpenApi() {}

  /** The index of documents; the revision tells caches when they are out of date. */
  static ObjectNode index(List<ResourceType> types, long revision) {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    for (ResourceType each : types) {
      String path = base(each).substring(1);
      paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + revision);
    }
    return index;
  }

  /** The document of a group's version. */
  static Optional<ObjectNode> document(List<ResourceType> types, String group, String version) {
    List<ResourceType> own =
        Discovery.versions(types, group.isEmpty())
            .getOrDefault(group, Map.of())
            .getOrDefault(version, List.of());
    if (own.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Picket lab").put("version", Api.VERSION);
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    Schemas.addShared(schemas);
    for (ResourceType each : own) {
      schemas.set(Schemas.name(each), Schemas.schema(each));
      addPaths(paths, each);
    }
    return Optional.of(document);
  }

  private static void addPaths(ObjectNode paths, ResourceType type) {
    String collection =
        base(type) + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
    ObjectNode many = paths.putObject(collection);
    operation(many, "get", "list", type);
    operation(many, "post", "post", type);
    operation(many, "delete", "deletecollection", type);
    ObjectNode one = paths.putObject(collection + "/{name}");
    operation(one, "get", "get", type);
    operation(one, "put", "put", type);
    operation(one, "delete", "delete", type);
    operation(one, "patch", "patch", type);
  }

  private static void operation(ObjectNode path, String method, String action, ResourceType type) {
    ObjectNode operation = path.putObject(method);
    operation.put("operationId", action + type.apiVersion() + type.kind());
    operation.put("x-kubernetes-action", action);
    Schemas.kind(operation.putObject("x-kubernetes-group-version-kind"), type);
    ArrayNode parameters = operation.putArray("parameters");
    switch (action) {
      case "list" ->
          List.of("labelSelector", "fieldSelector", "limit", "continue", "watch")
              .forEach(each -> parameter(parameters, each));
      case "post", "put", "patch" ->
          List.of("dryRun", "fieldManager", "fieldValidation")
              .forEach(each -> parameter(parameters, each));
      default -> parameter(parameters, "dryRun");
    }
    if (action.equals("post") || action.equals("put")) {
      body(operation, List.of("application/json"), Schemas.reference(Schemas.name(type)));
    } else if (action.equals("patch")) {
      List<String> patches =
          type.custom()
              ? List.of("application/json-patch+json", "application/merge-patch+json")
              : List.of(
                  "application/json-patch+json",
                  "application/merge-patch+json",
                  "application/strategic-merge-patch+json");
      body(operation, patches, Json.object().put("type", "object"));
    }
    ObjectNode ok = operation.putObject("responses").putObject("200").put("description", "OK");
    ok.putObject("content")
        .putObject("application/json")
        .set("schema", Schemas.reference(Schemas.name(type)));
  }

  private static void body(ObjectNode operation, List<String> types, ObjectNode schema) {
    ObjectNode content = operation.putObject("requestBody").putObject("content");
    types.forEach(each -> content.putObject(each).set("schema", schema));
  }

  private static void parameter(ArrayNode parameters, String name) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
    parameter.put("description", name).put("uniqueItems", true);
    parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
  }

  private static String base(ResourceType type) {
    return (type.group().isEmpty() ? "/api/" : "/apis/") + type.apiVersion();
  }
}
