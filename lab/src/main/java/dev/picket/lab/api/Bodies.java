package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Decoder;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Protobuf;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Yaml;
import dev.picket.lab.schema.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads the objects that requests carry. */
final class Bodies {

  static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  private static final String YAML = "application/yaml";

  private Bodies() {}

  /**
   * An object of the type.
   *
   * @throws StatusException 400 or 415 naming what is wrong
   */
  static Decoder.Decoded object(ApiRequest request, ResourceType type) {
    List<String> repeated = new ArrayList<>();
    ObjectNode object =
        anyObject(
            request,
            request.body().bytes(),
            key -> repeated.add("duplicate field \"" + key + "\""));
    requireKind(object, type);
    Decoder.Decoded decoded = Decoder.decode(type, object);
    repeated.addAll(decoded.unknown());
    if (strict(request) && !repeated.isEmpty()) {
      throw StatusException.badRequest(
          Decoder.subject(type) + "strict decoding error: " + String.join(", ", repeated));
    }
    return new Decoder.Decoded(decoded.object(), repeated);
  }

  /**
   * What a patch made of an object.
   *
   * @throws StatusException 422 when it is no such object any more
   */
  static Decoder.Decoded patched(ApiRequest request, ResourceType type, ObjectNode object) {
    Decoder.Decoded decoded;
    try {
      decoded = Decoder.decode(type, object);
    } catch (StatusException wrong) {
      throw StatusException.invalidPatch(object, String.valueOf(wrong.getMessage()));
    }
    if (strict(request) && !decoded.unknown().isEmpty()) {
      throw StatusException.invalidPatch(
          object, "strict decoding error: " + String.join(", ", decoded.unknown()));
    }
    return decoded;
  }

  /** Whether people shall be warned of what the body does not mean. */
  static boolean warns(ApiRequest request) {
    String validation = request.query().text("fieldValidation");
    return validation.isEmpty() || validation.equals("Warn");
  }

  /**
   * An object that is no resource of its own, such as a Scale.
   *
   * @param shape of its kind, such as {@code autoscaling.v1.Scale}
   */
  static ObjectNode shaped(Write write, String shape) {
    ObjectNode object = optionalObject(write.request());
    String kind = shape.substring(shape.lastIndexOf('.') + 1);
    Decoder.Decoded decoded =
        Decoder.decode(Shapes.BUILT_IN.find(shape).orElseThrow(), kind, object);
    if (strict(write.request()) && !decoded.unknown().isEmpty()) {
      throw StatusException.badRequest(
          kind + ": strict decoding error: " + String.join(", ", decoded.unknown()));
    }
    if (warns(write.request())) {
      decoded.unknown().forEach(write::warn);
    }
    return decoded.object();
  }

  /** An object of any type; an empty one when there is no body. */
  static ObjectNode optionalObject(ApiRequest request) {
    byte[] body = request.body().bytes();
    return body.length == 0
        ? Json.object()
        : anyObject(
            request,
            body,
            key -> {
              throw StatusException.badRequest("duplicate field \"" + key + "\"");
            });
  }

  private static ObjectNode anyObject(ApiRequest request, byte[] body, Consumer<String> repeated) {
    JsonNode read =
        switch (mediaType(request)) {
          case PROTOBUF -> Protobuf.read(body);
          case YAML -> Yaml.read(body, repeated);
          case "", Answer.JSON -> Json.read(body, repeated);
          default ->
              throw StatusException.unsupportedMediaType(
                  "the body of the request was in an unknown format - accepted media types "
                      + "include: application/json, application/yaml, "
                      + PROTOBUF);
        };
    if (read instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body is not an object: found " + Json.excerpt(read));
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

  static boolean strict(ApiRequest request) {
    String validation = request.query().text("fieldValidation");
    return switch (validation) {
      case "Strict" -> true;
      case "", "Warn", "Ignore" -> false;
      default ->
          throw StatusException.invalidOptions(
              Write.optionsKind(request),
              FieldProblem.of(
                  FieldProblem.Reason.NOT_SUPPORTED,
                  "fieldValidation",
                  "\"" + validation + "\"",
                  "supported values: \"Ignore\", \"Strict\", \"Warn\""));
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

  /** Requires that the object says what it is, and that it is of the type. */
  static void requireNamedKind(ObjectNode object, ResourceType type) {
    String version = object.path("apiVersion").asText();
    if (!version.equals(type.apiVersion())) {
      throw StatusException.badRequest(
          "Incorrect version specified in apply patch. Specified patch version: %s, expected: %s"
              .formatted(version, type.apiVersion()));
    }
    requireKind(object, type);
  }

  private static void requireKind(ObjectNode object, ResourceType type) {
    String version = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    if (type.custom() && kind.isEmpty()) {
      throw StatusException.badRequest(
          Decoder.subject(type) + "unmarshalerDecoder: Object 'Kind' is missing in the body");
    }
    if (type.custom() && version.equals(type.apiVersion()) && !kind.equals(type.kind())) {
      throw StatusException.invalid(
          type,
          object.path("metadata").path("name").asText(),
          List.of(FieldProblem.invalid("kind", "\"" + kind + "\"", "must be " + type.kind())));
    }
    if (version.isEmpty() && kind.isEmpty()) {
      object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    } else if (!version.equals(type.apiVersion())) {
      throw StatusException.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(version, type.apiVersion()));
    } else if (!kind.equals(type.kind())) {
      throw StatusException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: converting it is not supported"
              .formatted(kind, type.version(), type.kind()));
    }
  }
}
