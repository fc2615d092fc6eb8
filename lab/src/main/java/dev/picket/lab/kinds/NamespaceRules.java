package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Namespaces. */
final class NamespaceRules implements KindRules {

  @Override
  public void prepare(ObjectNode object, Surroundings around) {
    label(object);
    object.withObjectProperty("spec").putArray("finalizers").add("kubernetes");
    object.putObject("status").put("phase", "Active");
  }

  @Override
  public void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {
    JsonNode spec = former.get("spec");
    if (spec == null) {
      next.remove("spec");
    } else {
      next.set("spec", spec);
    }
    label(next);
  }

  private static void label(ObjectNode object) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata
        .withObjectProperty("labels")
        .put("kubernetes.io/metadata.name", metadata.path("name").asText());
  }
}
