package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Structures;
import dev.picket.lab.schema.Structure;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Objects with nothing in them, as the real API server has them: some members are there even so. It
 * takes a new object for a change of such a one, so nobody owns these members themselves.
 */
final class Blank {

  private static final Set<String> MAPS =
      Set.of(
          "acceptedNames",
          "daemonEndpoints",
          "jobTemplate",
          "kubeletEndpoint",
          "loadBalancer",
          "metadata",
          "names",
          "nodeInfo",
          "resources",
          "scaleTargetRef",
          "source",
          "spec",
          "status",
          "strategy",
          "template",
          "updateStrategy");

  private static final Set<String> LISTS = Set.of("containers", "versions");

  private static final int DEPTH_MAX = 8;

  private static final Map<String, ObjectNode> KNOWN = new ConcurrentHashMap<>();

  private Blank() {}

  /** A copy that may be changed. */
  static ObjectNode of(ResourceType type) {
    if (type.custom()) {
      ObjectNode blank = Json.object();
      blank.putObject("metadata");
      return blank;
    }
    String name = type.apiVersion() + "/" + type.kind();
    return KNOWN.computeIfAbsent(name, _ -> blank(Structures.of(type), 0)).deepCopy();
  }

  private static ObjectNode blank(Structure structure, int depth) {
    ObjectNode blank = Json.object();
    structure
        .members()
        .forEach((name, member) -> {
          if (MAPS.contains(name) && member.mayBeMap() && depth < DEPTH_MAX) {
            blank.set(name, blank(member, depth + 1));
          } else if (LISTS.contains(name)) {
            blank.putNull(name);
          }
        });
    return blank;
  }
}
