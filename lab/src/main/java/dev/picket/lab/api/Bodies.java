package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Protobuf;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.UnknownFields;
import java.util.List;
import java.util.Locale;

/** Reads the objects that requests carry. */
final class Bodies {

  static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  private Bodies() {}

  /**
   * An object of the type.
   *
   * @throws StatusException 400 or 415 naming what is wrong
   */
  static ObjectNode object(ApiRequest request, ResourceType type) {
    ObjectNode object = anyObject(request, request.body().bytes());
    requireKind(object, type);
    if (strict(request.query())) {
      List<String> unknown = UnknownFields.of(type, object);
      if (!unknown.isEmpty()) {
        throw StatusException.badRequest("strict decoding error: " + String.join(", ", unknown));
      }
    }
    return object;
  }

  /** What the body does not mean, for people to be warned of. */
  static List<String> warnings(ApiRequest request, ResourceType type, ObjectNode object) {
    String validation = request.query().text("fieldValidation");
    return validation.isEmpty() || validation.equals("Warn")
        ? UnknownFields.of(type, object)
        : List.of();
  }

  /** An object of any type; an empty one when there is no body. */
  static ObjectNode optionalObject(ApiRequest request) {
    byte[] body = request.body().bytes();
    return body.length == 0 ? Json.object() : anyObject(request, body);
  }

  private static ObjectNode anyObject(ApiRequest request, byte[] body) {
    String type = mediaType(request);
    if (type.equals(PROTOBUF)) {
      return Protobuf.read(body);
    }
    if (!type.isEmpty() && !type.equals(Answer.JSON)) {
      throw StatusException.unsupportedMediaType(
          "the body of the request was in an unknown format - accepted media types include: "
              + "application/json, "
              + PROTOBUF);
    }
    JsonNode read = Json.read(body, strict(request.query()));
    if (read instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body is not a JSON object");
  }

  static String mediaType(ApiRequest request) {
    int end = request.contentType().indexOf(';');
    String type = end < 0 ? request.contentType() : request.contentType().substring(0, end);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  /** Members of the wrong type, where the lab itself looks inside. */
  static ObjectNode metadata(ObjectNode object) {
    JsonNode metadata = object.get("metadata");
    if (metadata == null || metadata.isNull()) {
      return object.putObject("metadata");
    }
    if (metadata instanceof ObjectNode node) {
      requireTexts(node, "labels");
      requireTexts(node, "annotations");
      requireListOfTexts(node, "finalizers");
      return node;
    }
    throw StatusException.badRequest("/metadata: expected an object");
  }

  static boolean strict(Query query) {
    return switch (query.text("fieldValidation")) {
      case "Strict" -> true;
      case "", "Warn", "Ignore" -> false;
      default ->
          throw StatusException.badRequest(
              "query parameter 'fieldValidation': expected Ignore, Warn or Strict");
    };
  }

  private static void requireTexts(ObjectNode metadata, String member) {
    JsonNode map = metadata.path(member);
    boolean right = map.isMissingNode() || map.isNull() || map.isObject();
    for (JsonNode each : map) {
      right &= each.isTextual();
    }
    if (!right) {
      throw StatusException.badRequest("/metadata/" + member + ": expected an object of texts");
    }
  }

  private static void requireListOfTexts(ObjectNode metadata, String member) {
    JsonNode list = metadata.path(member);
    boolean right = list.isMissingNode() || list.isNull() || list.isArray();
    for (JsonNode each : list) {
      right &= each.isTextual();
    }
    if (!right) {
      throw StatusException.badRequest("/metadata/" + member + ": expected a list of texts");
    }
  }

  private static void requireKind(ObjectNode object, ResourceType type) {
    String version = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    if (version.isEmpty() && kind.isEmpty()) {
      object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    } else if (!version.equals(type.apiVersion())) {
      throw StatusException.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(version, type.apiVersion()));
    } else if (!kind.equals(type.kind())) {
      throw StatusException.badRequest(
          "the kind in the data (%s) does not match the expected kind (%s)"
              .formatted(kind, type.kind()));
    }
  }
}
