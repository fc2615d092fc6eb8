package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The parts of objects that subresources are about: only these change through them. */
final class Parts {

  private Parts() {}

  /** Copies what the subresource is about; nothing else of the source counts. */
  static void copy(Target target, ObjectNode from, ObjectNode to) {
    switch (target.subresource()) {
      case "status" -> {
        copy(List.of("status"), from, to);
        // The revision of a Deployment is kept there.
        if (target.type().resource().equals("deployments.apps")) {
          copy(List.of("metadata", "annotations"), from, to);
        }
      }
      case "approval" -> copy(List.of("status", "conditions"), from, to);
      case "finalize" -> copy(List.of("spec", "finalizers"), from, to);
      case "ephemeralcontainers" -> copy(List.of("spec", "ephemeralContainers"), from, to);
      case "scale" -> copy(ScalePaths.of(target.type()).wanted(), from, to);
      case "binding" -> {
        copy(List.of("spec", "nodeName"), from, to);
        copy(List.of("status", "conditions"), from, to);
        copy(List.of("metadata", "annotations"), from, to);
      }
      case "resize" -> resources(from, to);
      default -> throw new IllegalArgumentException("no part is called " + target.subresource());
    }
  }

  /** Copies, or removes, the value at a path of members. */
  static void copy(List<String> path, ObjectNode from, ObjectNode to) {
    JsonNode source = from;
    ObjectNode target = to;
    for (String each : path.subList(0, path.size() - 1)) {
      source = source.path(each);
      target = target.withObjectProperty(each);
    }
    JsonNode value = source.get(path.getLast());
    if (value == null) {
      target.remove(path.getLast());
    } else {
      target.set(path.getLast(), value);
    }
  }

  /** The resources of containers of the same names. */
  private static void resources(ObjectNode from, ObjectNode to) {
    for (JsonNode target : to.path("spec").path("containers")) {
      for (JsonNode source : from.path("spec").path("containers")) {
        if (target instanceof ObjectNode container
            && source instanceof ObjectNode desired
            && container.path("name").equals(desired.path("name"))) {
          copy(List.of("resources"), desired, container);
        }
      }
    }
  }
}
