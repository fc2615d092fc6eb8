package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.patch.JsonPatch;
import dev.picket.lab.patch.MergePatch;
import dev.picket.lab.patch.StrategicMergePatch;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Yaml;
import dev.picket.lab.schema.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A patch of a kind that the lab has.
 *
 * @param form how it is meant
 * @param content the patch
 * @param repeated what stands twice in it, for people to be warned of
 */
record Patch(Form form, JsonNode content, List<String> repeated) {

  /** How a patch is meant. */
  enum Form {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json"),
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    Form(String mediaType) {
      this.mediaType = mediaType;
    }
  }

  /**
   * Reads the patch that a request carries.
   *
   * @throws StatusException 415 when it is of no kind that the type takes, 400 when it is malformed
   */
  static Patch of(ApiRequest request, ResourceType type) {
    Form form = form(request, type);
    byte[] body = request.body().bytes();
    List<String> repeated = new ArrayList<>();
    Consumer<String> repeatedKey = key -> repeated.add("duplicate field \"" + key + "\"");
    JsonNode content =
        form == Form.APPLY ? Yaml.read(body, repeatedKey) : Json.read(body, repeatedKey);
    if (form == Form.JSON) {
      JsonPatch.check(content);
    } else if (!content.isObject()) {
      throw StatusException.badRequest(
          "error decoding patch: expected an object, found " + Json.excerpt(content));
    }
    if (Bodies.strict(request) && !repeated.isEmpty()) {
      throw StatusException.invalidPatch(
          content, "strict decoding error: " + String.join(", ", repeated));
    }
    return new Patch(form, content, List.copyOf(repeated));
  }

  /** How the request's patch is meant. */
  static Form form(ApiRequest request, ResourceType type) {
    String mediaType = Bodies.mediaType(request);
    for (Form each : Form.values()) {
      if (each.mediaType.equals(mediaType) && (each != Form.STRATEGIC || !type.custom())) {
        return each;
      }
    }
    throw StatusException.unsupportedMediaType(
        type.custom()
            ? "the body of the request was in an unknown format - accepted media types include: "
                + Arrays.stream(Form.values())
                    .filter(each -> each != Form.STRATEGIC)
                    .map(each -> each.mediaType)
                    .collect(Collectors.joining(", "))
            : "415: Unsupported Media Type");
  }

  /** Whether a request applies. */
  static boolean applies(ApiRequest request) {
    return request.method().equals("PATCH")
        && Bodies.mediaType(request).equals(Form.APPLY.mediaType);
  }

  /** Warns of what stands twice in it, if that is wanted. */
  void warn(Write write) {
    if (Bodies.warns(write.request())) {
      repeated.forEach(write::warn);
    }
  }

  /**
   * The object after the patch; it may be the same one, changed.
   *
   * @param structure of the object
   */
  ObjectNode appliedTo(ObjectNode object, Structure structure) {
    switch (form) {
      case JSON -> JsonPatch.apply(object, content);
      case MERGE -> MergePatch.apply(object, content);
      case STRATEGIC -> {
        return StrategicMergePatch.apply(object, content, structure);
      }
      case APPLY -> throw new IllegalStateException("an apply needs to know who owns what");
    }
    return object;
  }
}
