package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Schemas;
import dev.picket.lab.resource.Subresource;
import dev.picket.lab.schema.Shapes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OpenAPI v3, one document for each version of a group. A document is made when it is first asked
 * for, and again when what it describes has changed. Safe for use by many threads.
 */
final class OpenApi {

  /** Those of built-in kinds, which never change. */
  private static final Map<String, Made> BUILT_IN = new ConcurrentHashMap<>();

  private final Map<String, Made> custom = new ConcurrentHashMap<>();

  /**
   * The index of documents. Their addresses have hashes of what they say, so that clients may keep
   * them.
   */
  ObjectNode index(List<ResourceType> types) {
    Map<String, List<ResourceType>> versions = versions(types);
    custom.keySet().retainAll(versions.keySet());
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    versions.forEach((path, own) ->
        paths
            .putObject(path)
            .put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + made(path, own).hash()));
    return index;
  }

  /** The document at a path such as {@code apis/apps/v1}. */
  Optional<Answer.Content> document(List<ResourceType> types, String path) {
    return Optional.ofNullable(versions(types).get(path)).map(own -> made(path, own).body());
  }

  private Made made(String path, List<ResourceType> own) {
    boolean builtIn = own.stream().noneMatch(ResourceType::custom);
    Map<String, Made> all = builtIn ? BUILT_IN : custom;
    Made known = all.get(path);
    if (known == null || !known.of().equals(own)) {
      byte[] body = Json.bytes(document(own));
      known = new Made(own, out -> out.write(body), hash(body));
      all.put(path, known);
    }
    return known;
  }

  private static Map<String, List<ResourceType>> versions(List<ResourceType> types) {
    Map<String, List<ResourceType>> versions = new TreeMap<>();
    for (ResourceType each : types) {
      versions.computeIfAbsent(base(each).substring(1), _ -> new ArrayList<>()).add(each);
    }
    return versions;
  }

  private static String hash(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static ObjectNode document(List<ResourceType> own) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", Api.VERSION);
    ObjectNode paths = document.putObject("paths");
    Set<String> shapes = new TreeSet<>();
    for (ResourceType each : own) {
      addPaths(paths, each);
      for (Subresource subresource : Subresource.all(each)) {
        addSubresource(paths, each, subresource);
        if (!subresource.ownKind(each)) {
          shapes.add(shape(subresource));
        }
      }
    }
    document.putObject("components").set("schemas", Schemas.of(own, shapes));
    return document;
  }

  private static void addPaths(ObjectNode paths, ResourceType type) {
    if (type.namespaced() && type.verbs().contains("list")) {
      ObjectNode all = paths.putObject(base(type) + "/" + type.plural());
      operation(all, "get", "list", type, Schemas.listName(type));
    }
    Place at = new Place(type, base(type));
    ObjectNode many = paths.putObject(at.collection());
    ObjectNode one = Json.object();
    for (String verb : type.verbs()) {
      switch (verb) {
        case "list" -> operation(many, "get", "list", type, Schemas.listName(type));
        case "create" -> operation(many, "post", "post", type, Schemas.name(type));
        case "deletecollection" ->
            operation(many, "delete", verb, type, Schemas.shapeName("meta.v1.Status"));
        case "get" -> operation(one, "get", "get", type, Schemas.name(type));
        case "update" -> operation(one, "put", "put", type, Schemas.name(type));
        case "patch" -> operation(one, "patch", "patch", type, Schemas.name(type));
        case "delete" ->
            operation(one, "delete", "delete", type, Schemas.shapeName("meta.v1.Status"));
        default -> {
          // A watch is a list with a parameter.
        }
      }
    }
    if (!one.isEmpty()) {
      paths.set(at.object(), one);
    }
  }

  private static void addSubresource(ObjectNode paths, ResourceType type, Subresource subresource) {
    ObjectNode path =
        paths.putObject(new Place(type, base(type)).object() + "/" + subresource.name());
    String schema =
        subresource.ownKind(type) ? Schemas.name(type) : Schemas.shapeName(shape(subresource));
    for (String verb : subresource.verbs()) {
      String method =
          switch (verb) {
            case "create" -> "post";
            case "update" -> "put";
            default -> verb;
          };
      operation(path, method, method, type, schema);
      Schemas.kind(
              path.withObjectProperty(method).putObject("x-kubernetes-group-version-kind"), type)
          .put("group", subresource.group())
          .put("version", subresource.version())
          .put("kind", subresource.kind());
    }
  }

  private static void operation(
      ObjectNode path, String method, String action, ResourceType type, String schema) {
    ObjectNode operation = path.putObject(method);
    operation.put("operationId", id(action, type));
    operation.put("x-kubernetes-action", action);
    Schemas.kind(operation.putObject("x-kubernetes-group-version-kind"), type);
    ArrayNode parameters = operation.putArray("parameters");
    parameters(action).forEach(each -> parameter(parameters, each));
    switch (action) {
      case "post", "put" -> body(operation, List.of("application/json"), Schemas.reference(schema));
      case "patch" -> body(operation, patches(type), Json.object().put("type", "object"));
      case "delete", "deletecollection" ->
          body(
              operation,
              List.of("application/json"),
              Schemas.reference(Schemas.shapeName("meta.v1.DeleteOptions")));
      default -> {
        // Reads have no body.
      }
    }
    ObjectNode ok = operation.putObject("responses").putObject("200").put("description", "OK");
    ok.putObject("content").putObject("application/json").set("schema", Schemas.reference(schema));
  }

  private static List<String> parameters(String action) {
    return switch (action) {
      case "get" -> List.of("pretty");
      case "list" ->
          List.of(
              "allowWatchBookmarks",
              "continue",
              "fieldSelector",
              "labelSelector",
              "limit",
              "pretty",
              "resourceVersion",
              "resourceVersionMatch",
              "sendInitialEvents",
              "timeoutSeconds",
              "watch");
      case "post", "put" -> List.of("dryRun", "fieldManager", "fieldValidation", "pretty");
      case "patch" -> List.of("dryRun", "fieldManager", "fieldValidation", "force", "pretty");
      default -> List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");
    };
  }

  private static List<String> patches(ResourceType type) {
    List<String> patches =
        new ArrayList<>(
            List.of(
                "application/apply-patch+yaml",
                "application/json-patch+json",
                "application/merge-patch+json"));
    if (!type.custom()) {
      patches.add("application/strategic-merge-patch+json");
    }
    return patches;
  }

  private static void body(ObjectNode operation, List<String> types, ObjectNode schema) {
    ObjectNode content = operation.putObject("requestBody").putObject("content");
    types.forEach(each -> content.putObject(each).set("schema", schema));
  }

  private static void parameter(ArrayNode parameters, String name) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
    String type =
        switch (name) {
          case "limit", "timeoutSeconds", "gracePeriodSeconds" -> "integer";
          case "watch", "allowWatchBookmarks", "sendInitialEvents", "force", "orphanDependents" ->
              "boolean";
          default -> "string";
        };
    parameter.putObject("schema").put("type", type).put("uniqueItems", true);
  }

  private static String id(String action, ResourceType type) {
    String group = type.group().isEmpty() ? "core" : type.group();
    int dot = group.indexOf('.');
    String first = type.custom() || dot < 0 ? group.replace(".", "") : group.substring(0, dot);
    return action
        + first.substring(0, 1).toUpperCase(Locale.ROOT)
        + first.substring(1)
        + type.version().substring(0, 1).toUpperCase(Locale.ROOT)
        + type.version().substring(1)
        + (type.namespaced() ? "Namespaced" : "")
        + type.kind();
  }

  /** The name of the shape that a subresource of another kind has. */
  private static String shape(Subresource subresource) {
    return Shapes.BUILT_IN
        .ofKind(subresource.group(), subresource.version(), subresource.kind())
        .orElseThrow()
        .name();
  }

  private static String base(ResourceType type) {
    return (type.group().isEmpty() ? "/api/" : "/apis/") + type.apiVersion();
  }

  /** A document, its hash, and what it was made of. */
  private record Made(List<ResourceType> of, Answer.Content body, String hash) {}

  /** Where a resource's objects are. */
  private record Place(ResourceType type, String base) {

    String collection() {
      return base + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
    }

    String object() {
      return collection() + "/{name}";
    }
  }
}
