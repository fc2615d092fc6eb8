package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.JsonPatch;
import dev.picket.lab.resource.MergePatch;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.StoredObject;

/**
 * A patch of a kind that the lab has.
 *
 * @param json whether it is a list of operations; otherwise it is merged
 * @param content the patch
 */
record Patch(boolean json, JsonNode content) {

  private static final String TYPES = "application/json-patch+json, application/merge-patch+json";

  static Patch of(ApiRequest request, ResourceType type) {
    String mediaType = Bodies.mediaType(request);
    boolean json = mediaType.equals("application/json-patch+json");
    boolean strategic = mediaType.equals("application/strategic-merge-patch+json");
    if (!json
        && !mediaType.equals("application/merge-patch+json")
        && (!strategic || type.custom())) {
      throw unsupported("the body of the request was in an unknown format");
    }
    JsonNode content = Json.read(request.body().bytes(), true);
    if (strategic && !MergePatch.sameAsStrategic(content)) {
      throw unsupported("the lab has no strategic merge of lists, and no directives");
    }
    if (!json && !content.isObject()) {
      throw StatusException.badRequest("a merge patch of an object is a JSON object");
    }
    return new Patch(json, content);
  }

  /** The object after the patch, which is a new one. */
  ObjectNode appliedTo(ResourceType type, StoredObject object) {
    ObjectNode content = object.content();
    content.put("apiVersion", type.apiVersion());
    if (json) {
      JsonPatch.apply(content, this.content);
    } else {
      MergePatch.apply(content, this.content);
    }
    return content;
  }

  private static StatusException unsupported(String why) {
    return StatusException.unsupportedMediaType(why + " - accepted media types include: " + TYPES);
  }
}
