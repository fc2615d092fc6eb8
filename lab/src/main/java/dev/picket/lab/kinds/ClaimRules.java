package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Quantity;
import dev.picket.lab.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** PersistentVolumeClaims. */
final class ClaimRules implements KindRules {

  static final Set<String> ACCESS_MODES =
      Set.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod");
  private static final ResourceType STORAGE_CLASS =
      BuiltInTypes.get("storage.k8s.io", "storageclasses");
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  @Override
  public void complete(ObjectNode claim) {
    ObjectNode spec = object(claim, "spec");
    put(spec, "volumeMode", "Filesystem");
    object(spec, "resources");
  }

  @Override
  public void prepare(ObjectNode claim, Surroundings around) {
    claim.putObject("status").put("phase", "Pending");
    ObjectNode spec = object(claim, "spec");
    if (!spec.has("storageClassName")) {
      defaultClass(around).ifPresent(name -> spec.put("storageClassName", name));
    }
  }

  /** The first by name of those marked as the default. */
  private static Optional<String> defaultClass(Surroundings around) {
    List<String> names = new ArrayList<>();
    around
        .snapshot()
        .visit(
            STORAGE_CLASS.scope(null),
            each -> {
              JsonNode annotations = each.content().path("metadata").path("annotations");
              if (annotations.path(DEFAULT_CLASS).asText().equals("true")) {
                names.add(each.key().name());
              }
              return names.isEmpty();
            });
    return names.stream().findFirst();
  }

  @Override
  public List<FieldProblem> check(ObjectNode claim) {
    Problems problems = new Problems();
    specification(problems, claim.path("spec"), "spec");
    return problems.found();
  }

  static void specification(Problems problems, JsonNode spec, String path) {
    JsonNode modes = spec.path("accessModes");
    if (modes.isEmpty()) {
      problems.required(path + ".accessModes", "at least 1 access mode is required");
    }
    modes.forEach(each -> problems.oneOf(path + ".accessModes", each, ACCESS_MODES));
    new SelectorChecks(problems).check(spec.path("selector"), path + ".selector");
    JsonNode storage = spec.path("resources").path("requests").path("storage");
    if (storage.isMissingNode()) {
      problems.required(path + ".resources[storage]", "");
    } else if (ResourceChecks.quantity(storage).compareTo(Quantity.ZERO) <= 0) {
      problems.invalid(path + ".resources[storage]", storage, "must be greater than zero");
    }
    problems.oneOf(path + ".volumeMode", spec.path("volumeMode"), Set.of("Block", "Filesystem"));
    String name = spec.path("storageClassName").asText();
    if (!name.isEmpty()) {
      problems.format(path + ".storageClassName", name, Formats.subdomain(name));
    }
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    JsonNode before = former.path("spec");
    JsonNode after = next.path("spec");
    if (!fixed(before).equals(fixed(after))
        || (!before.path("volumeName").asText().isEmpty()
            && !before.path("volumeName").equals(after.path("volumeName")))) {
      problems.forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims");
    }
    JsonNode had = before.path("resources").path("requests").path("storage");
    JsonNode wants = after.path("resources").path("requests").path("storage");
    int growth = ResourceChecks.quantity(wants).compareTo(ResourceChecks.quantity(had));
    boolean bound = former.path("status").path("phase").asText().equals("Bound");
    if (growth != 0 && !bound) {
      problems.forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims");
    } else if (growth < 0) {
      problems.forbidden(
          "spec.resources.requests.storage", "field can not be less than status.capacity");
    }
    List<FieldProblem> all = new ArrayList<>(check(next));
    all.addAll(problems.found());
    return all;
  }

  private static JsonNode fixed(JsonNode spec) {
    ObjectNode fixed = spec.deepCopy();
    fixed.remove(List.of("volumeName", "volumeAttributesClassName", "resources"));
    return fixed;
  }
}
