package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PersistentVolumes. */
final class VolumeRules implements KindRules {

  private static final Set<String> NOT_SOURCES =
      Set.of(
          "accessModes",
          "capacity",
          "claimRef",
          "mountOptions",
          "nodeAffinity",
          "persistentVolumeReclaimPolicy",
          "storageClassName",
          "volumeAttributesClassName",
          "volumeMode");

  @Override
  public void complete(ObjectNode volume) {
    ObjectNode spec = object(volume, "spec");
    put(spec, "persistentVolumeReclaimPolicy", "Retain");
    put(spec, "volumeMode", "Filesystem");
    Defaults.at(spec, "hostPath").forEach(each -> put(each, "type", ""));
  }

  @Override
  public void prepare(ObjectNode volume, Surroundings around) {
    volume.putObject("status").put("phase", "Pending");
  }

  @Override
  public List<FieldProblem> check(ObjectNode volume) {
    Problems problems = new Problems();
    JsonNode spec = volume.path("spec");
    JsonNode modes = spec.path("accessModes");
    if (modes.isEmpty()) {
      problems.required("spec.accessModes", "");
    }
    modes.forEach(each -> problems.oneOf("spec.accessModes", each, ClaimRules.ACCESS_MODES));
    JsonNode capacity = spec.path("capacity");
    if (capacity.isEmpty()) {
      problems.required("spec.capacity", "");
    } else if (ResourceChecks.quantity(capacity.path("storage")).compareTo(Quantity.ZERO) <= 0) {
      problems.invalid(
          "spec.capacity[storage]", capacity.path("storage"), "must be greater than zero");
    }
    problems.oneOf(
        "spec.persistentVolumeReclaimPolicy",
        spec.path("persistentVolumeReclaimPolicy"),
        Set.of("Delete", "Recycle", "Retain"));
    List<String> sources = sources(spec);
    if (sources.isEmpty()) {
      problems.required("spec", "must specify a volume type");
    }
    for (int index = 1; index < sources.size(); index++) {
      problems.forbidden("spec." + sources.get(index), "may not specify more than 1 volume type");
    }
    return problems.found();
  }

  private static List<String> sources(JsonNode spec) {
    List<String> sources = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : spec.properties()) {
      if (!NOT_SOURCES.contains(each.getKey())) {
        sources.add(each.getKey());
      }
    }
    return sources;
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    JsonNode before = former.path("spec");
    JsonNode after = next.path("spec");
    boolean same =
        sources(before).equals(sources(after))
            && sources(before).stream()
                .allMatch(each -> before.path(each).equals(after.path(each)));
    if (!same) {
      problems.forbidden(
          "spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation");
    }
    problems.immutable("spec.volumeMode", before.path("volumeMode"), after.path("volumeMode"));
    List<FieldProblem> all = new ArrayList<>(check(next));
    all.addAll(problems.found());
    return all;
  }
}
