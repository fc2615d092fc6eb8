package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import java.util.List;
import java.util.Map;

/** Assigns pods to nodes, which is all that a scheduler may do to them. */
final class Bindings {

  private final Identity identity;
  private final Replacement replacement;
  private final Admission admission;

  Bindings(Identity identity, Replacement replacement, Admission admission) {
    this.admission = admission;
    this.identity = identity;
    this.replacement = replacement;
  }

  /** Binds the pod that the path, or else the body, names. */
  Answer bind(ApiRequest request, Target target) {
    ObjectNode posted = Bodies.shaped(Write.of(request, target), "core.v1.Binding");
    if (!posted.path("kind").asText("Binding").equals("Binding")) {
      throw StatusException.badRequest(
          "the body is a %s, expected a Binding".formatted(posted.path("kind").asText()));
    }
    String name = posted.path("metadata").path("name").asText();
    if (target.name() != null && !name.equals(target.name())) {
      throw StatusException.badRequest("name in URL does not match name in Binding object");
    }
    Target pod = new Target(BuiltInTypes.get("", "pods"), target.namespace(), name, "binding");
    posted.put("kind", "Binding").put("apiVersion", "v1");
    Write write = Write.of(request, pod);
    ObjectNode binding = Actions.admitted(admission, write, posted);
    String node = node(pod, binding);
    replacement.replace(write, former -> bound(pod, former, binding, node));
    ObjectNode success = Json.object().put("kind", "Status").put("apiVersion", "v1");
    success.set("metadata", Json.object());
    return Answer.json(201, success.put("status", "Success").put("code", 201));
  }

  private static String node(Target pod, ObjectNode binding) {
    JsonNode target = binding.path("target");
    String kind = target.path("kind").asText("Node");
    if (!kind.equals("Node") && !kind.isEmpty()) {
      throw invalid(
          pod,
          FieldProblem.of(
              FieldProblem.Reason.NOT_SUPPORTED,
              "target.kind",
              "\"" + kind + "\"",
              "supported values: \"Node\", \"<empty>\""));
    }
    String name = target.path("name").asText();
    if (name.isEmpty()) {
      // As the real one has it: an error without a reason.
      throw StatusException.of(500, "", "target.name: Required value");
    }
    return name;
  }

  private static StatusException invalid(Target pod, FieldProblem problem) {
    return StatusException.invalid(
        BuiltInTypes.get("", "bindings"), pod.requiredName(), List.of(problem));
  }

  private ObjectNode bound(Target target, ObjectNode pod, ObjectNode binding, String node) {
    ObjectNode spec = pod.withObjectProperty("spec");
    String assigned = spec.path("nodeName").asText();
    if (Bodies.metadata(pod).has("deletionTimestamp")) {
      throw conflict(
          target,
          "pod " + target.requiredName() + " is being deleted, cannot be assigned to a host");
    }
    if (!assigned.isEmpty()) {
      throw conflict(
          target,
          "pod " + target.requiredName() + " is already assigned to node \"" + assigned + "\"");
    }
    if (!spec.path("schedulingGates").isEmpty()) {
      throw conflict(
          target, "pod " + target.requiredName() + " has non-empty .spec.schedulingGates");
    }
    String uid = binding.path("metadata").path("uid").asText();
    if (!uid.isEmpty()) {
      Bodies.metadata(pod).put("uid", uid);
    }
    spec.put("nodeName", node);
    for (Map.Entry<String, JsonNode> each :
        binding.path("metadata").path("annotations").properties()) {
      Bodies.metadata(pod).withObjectProperty("annotations").set(each.getKey(), each.getValue());
    }
    scheduled(pod.withObjectProperty("status").withArrayProperty("conditions"));
    return pod;
  }

  private void scheduled(ArrayNode conditions) {
    for (int index = conditions.size() - 1; index >= 0; index--) {
      if (conditions.get(index).path("type").asText().equals("PodScheduled")) {
        conditions.remove(index);
      }
    }
    conditions
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "True")
        .putNull("lastProbeTime")
        .put("lastTransitionTime", identity.now());
  }

  private static StatusException conflict(Target pod, String why) {
    return StatusException.of(
        409,
        "Conflict",
        "Operation cannot be fulfilled on pods/binding \"" + pod.requiredName() + "\": " + why);
  }
}
