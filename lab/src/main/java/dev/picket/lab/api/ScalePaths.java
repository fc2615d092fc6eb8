package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.SelectorObject;
import dev.picket.lab.resource.StatusException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a kind has what its Scale shows.
 *
 * @param wanted the number of replicas that shall be
 * @param is the number that there are
 * @param selector of its pods, as a text or as a LabelSelector; empty when it tells none
 */
record ScalePaths(List<String> wanted, List<String> is, List<String> selector) {

  private static final ScalePaths BUILT_IN =
      new ScalePaths(
          List.of("spec", "replicas"), List.of("status", "replicas"), List.of("spec", "selector"));

  static ScalePaths of(ResourceType type) {
    ObjectNode definition = type.definition();
    if (definition == null) {
      return BUILT_IN;
    }
    JsonNode scale = definition.path("subresources").path("scale");
    return new ScalePaths(
        members(scale.path("specReplicasPath").asText()),
        members(scale.path("statusReplicasPath").asText()),
        members(scale.path("labelSelectorPath").asText()));
  }

  /**
   * The Scale of an object.
   *
   * @throws StatusException 500, as the real one, when it has no number of replicas
   */
  ObjectNode scale(ObjectNode object) {
    if (at(object, wanted).isMissingNode()) {
      throw StatusException.internal(
          "the spec replicas field \"." + String.join(".", wanted) + "\" does not exist");
    }
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String each :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      if (object.path("metadata").has(each)) {
        metadata.set(each, object.path("metadata").get(each));
      }
    }
    ObjectNode spec = scale.putObject("spec");
    if (at(object, wanted).asInt() > 0) {
      spec.put("replicas", at(object, wanted).asInt());
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", at(object, is).asInt());
    JsonNode found = selector.isEmpty() ? Json.object() : at(object, selector);
    String text = found.isTextual() ? found.asText() : SelectorObject.text(found);
    if (!text.isEmpty()) {
      status.put("selector", text);
    }
    return scale;
  }

  /** Sets the number of replicas that shall be. */
  void scaleTo(ObjectNode object, int replicas) {
    ObjectNode parent = object;
    for (String each : wanted.subList(0, wanted.size() - 1)) {
      parent = parent.withObjectProperty(each);
    }
    parent.put(wanted.getLast(), replicas);
  }

  private static JsonNode at(JsonNode object, List<String> path) {
    JsonNode node = object;
    for (String each : path) {
      node = node.path(each);
    }
    return node;
  }

  private static List<String> members(String path) {
    return Arrays.stream(path.split("\\.", -1)).filter(each -> !each.isEmpty()).toList();
  }
}
