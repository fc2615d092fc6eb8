package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What the rules look at in an audit event. Texts that are not given are empty.
 *
 * @param plural the object's resource, such as {@code pods}
 * @param code the response's HTTP status; 0 when not known
 */
record AuditEvent(
    JsonNode json,
    String stage,
    String verb,
    String user,
    String group,
    String version,
    String plural,
    String subresource,
    String namespace,
    String name,
    int code) {

  static AuditEvent of(JsonNode json) {
    JsonNode object = json.path("objectRef");
    return new AuditEvent(
        json,
        Texts.of(json.path("stage")),
        Texts.of(json.path("verb")),
        Texts.of(json.path("user").path("username")),
        Texts.of(object.path("apiGroup")),
        Texts.of(object.path("apiVersion")),
        Texts.of(object.path("resource")),
        Texts.of(object.path("subresource")),
        Texts.of(object.path("namespace")),
        name(json, object),
        json.path("responseStatus").path("code").asInt(0));
  }

  /** A creation's objectRef may lack the name, which the request or the API server then chose. */
  private static String name(JsonNode json, JsonNode object) {
    String name = Texts.of(object.path("name"));
    if (name.isEmpty()) {
      name = Texts.of(json.path("responseObject").path("metadata").path("name"));
    }
    return name.isEmpty()
        ? Texts.of(json.path("requestObject").path("metadata").path("name"))
        : name;
  }

  boolean completed() {
    return stage.equals("ResponseComplete");
  }

  boolean is(String otherPlural) {
    return plural.equals(otherPlural) && subresource.isEmpty();
  }

  boolean is(String otherPlural, Set<String> subresources) {
    return plural.equals(otherPlural) && subresources.contains(subresource);
  }

  boolean writes() {
    return switch (verb) {
      case "create", "update", "patch", "delete", "deletecollection" -> true;
      default -> false;
    };
  }

  boolean deletes() {
    return verb.equals("delete") || verb.equals("deletecollection");
  }

  String kind() {
    return ApiResources.kind(plural);
  }

  String requestUri() {
    return Texts.of(json.path("requestURI"));
  }

  /** A field of the object that was sent; missing when it was not recorded or is a JSON patch. */
  JsonNode requestField(String field) {
    return json.path("requestObject").path(field);
  }
}
