package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** The AdmissionReview of admission.k8s.io/v1: questions and how answers are read. */
final class Review {

  private static final String VERSION = "admission.k8s.io/v1";

  private Review() {}

  /** The question, with a uid. */
  static ObjectNode question(Versioned shown, String uid) {
    ObjectNode review = Json.object().put("kind", "AdmissionReview").put("apiVersion", VERSION);
    ObjectNode request = review.putObject("request").put("uid", uid);
    request.setAll(request(shown));
    request.set("object", orNull(shown.object()));
    request.set("oldObject", orNull(shown.former()));
    request.set("options", shown.original().options());
    return review;
  }

  /** What is asked besides the objects, as conditions see it, too. */
  static ObjectNode request(Versioned shown) {
    Attempt attempt = shown.original();
    ObjectNode request = Json.object();
    request.set("kind", kind(shown, shown.type()));
    request.set("resource", resource(shown.type()));
    if (!attempt.subresource().isEmpty()) {
      request.put("subResource", attempt.subresource());
    }
    request.set("requestKind", kind(shown, attempt.type()));
    request.set("requestResource", resource(attempt.type()));
    if (!attempt.subresource().isEmpty()) {
      request.put("requestSubResource", attempt.subresource());
    }
    if (!attempt.name().isEmpty()) {
      request.put("name", attempt.name());
    }
    String namespace =
        attempt.type().equals(BuiltInTypes.NAMESPACE) ? attempt.name() : attempt.namespace();
    if (!namespace.isEmpty()) {
      request.put("namespace", namespace);
    }
    request.put("operation", attempt.operation().name());
    request.set("userInfo", attempt.requester().userInfo());
    return request.put("dryRun", attempt.dryRun());
  }

  /**
   * The {@code response} of an answer.
   *
   * @throws CallException naming what is wrong with it
   */
  static JsonNode response(JsonNode answer, String uid, boolean mutating) throws CallException {
    JsonNode response = answer.path("response");
    if (!response.isObject()) {
      throw wrong("webhook response was absent");
    }
    if (!response.path("uid").asText().equals(uid)) {
      throw wrong(
          "expected response.uid=\"%s\", got \"%s\"".formatted(uid, response.path("uid").asText()));
    }
    String version = answer.path("apiVersion").asText();
    String kind = answer.path("kind").asText();
    if (!version.equals(VERSION) || !kind.equals("AdmissionReview")) {
      throw wrong(
          "expected webhook response of %s, Kind=AdmissionReview, got %s, Kind=%s"
              .formatted(VERSION, version, kind));
    }
    requirePatchRight(response, mutating);
    return response;
  }

  private static void requirePatchRight(JsonNode response, boolean mutating) throws CallException {
    boolean patch = !response.path("patch").asText().isEmpty();
    boolean typed = response.hasNonNull("patchType");
    if (!mutating && patch) {
      throw wrong("validating webhook may not return response.patch");
    }
    if (!mutating && typed) {
      throw wrong("validating webhook may not return response.patchType");
    }
    if (patch && !typed) {
      throw wrong("webhook returned response.patch but not response.patchType");
    }
    if (typed && !patch) {
      throw wrong("webhook returned response.patchType but not response.patch");
    }
    String type = response.path("patchType").asText();
    if (typed && !type.equals("JSONPatch")) {
      throw wrong("webhook returned invalid response.patchType of \"" + type + "\"");
    }
  }

  private static CallException wrong(String why) {
    return new CallException("received invalid webhook response: " + why);
  }

  /** A subresource's objects are of a kind of their own, such as Scale. */
  private static ObjectNode kind(Versioned shown, ResourceType type) {
    JsonNode object = shown.any().orElse(Json.object());
    String version = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    if (shown.original().subresource().isEmpty() || version.isEmpty() || kind.isEmpty()) {
      return kind(type.group(), type.version(), type.kind());
    }
    int slash = version.indexOf('/');
    return kind(slash < 0 ? "" : version.substring(0, slash), version.substring(slash + 1), kind);
  }

  private static ObjectNode kind(String group, String version, String kind) {
    return Json.object().put("group", group).put("version", version).put("kind", kind);
  }

  private static ObjectNode resource(ResourceType type) {
    return Json.object()
        .put("group", type.group())
        .put("version", type.version())
        .put("resource", type.plural());
  }

  private static JsonNode orNull(@Nullable ObjectNode object) {
    return object == null ? Json.object().nullNode() : object;
  }
}
