package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** StorageClasses. */
final class StorageClassRules implements KindRules {

  @Override
  public void complete(ObjectNode type) {
    Defaults.put(type, "reclaimPolicy", "Delete");
    Defaults.put(type, "volumeBindingMode", "Immediate");
  }

  @Override
  public List<FieldProblem> check(ObjectNode type) {
    Problems problems = new Problems();
    String provisioner = type.path("provisioner").asText();
    if (provisioner.isEmpty()) {
      problems.required("provisioner", "");
    } else {
      problems.format("provisioner", provisioner, Formats.lowerQualified(provisioner));
    }
    problems.oneOf("reclaimPolicy", type.path("reclaimPolicy"), Set.of("Delete", "Retain"));
    problems.oneOf(
        "volumeBindingMode",
        type.path("volumeBindingMode"),
        Set.of("Immediate", "WaitForFirstConsumer"));
    return problems.found();
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    JsonNode parameters = next.path("parameters");
    if (!former.path("parameters").equals(parameters)) {
      problems.forbidden("parameters", "updates to parameters are forbidden.");
    }
    if (!former.path("provisioner").equals(next.path("provisioner"))) {
      problems.forbidden("provisioner", "updates to provisioner are forbidden.");
    }
    if (!former.path("reclaimPolicy").equals(next.path("reclaimPolicy"))) {
      problems.forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden.");
    }
    problems.immutable(
        "volumeBindingMode", former.path("volumeBindingMode"), next.path("volumeBindingMode"));
    List<FieldProblem> all = new ArrayList<>(problems.found());
    all.addAll(check(next));
    return all;
  }
}
