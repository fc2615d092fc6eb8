package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ResourceQuotas. */
final class QuotaRules implements KindRules {

  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "pods",
          "services",
          "services.nodeports",
          "services.loadbalancers",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims");

  @Override
  public void prepare(ObjectNode quota, Surroundings around) {
    quota.putObject("status");
  }

  @Override
  public List<FieldProblem> check(ObjectNode quota) {
    Problems problems = new Problems();
    for (Map.Entry<String, JsonNode> each : quota.path("spec").path("hard").properties()) {
      String place = "spec.hard[" + each.getKey() + "]";
      problems.format(place, each.getKey(), Formats.qualifiedName(each.getKey()));
      if (!standard(each.getKey())) {
        problems.invalid(place, each.getKey(), "must be a standard resource for quota");
      }
      ResourceChecks.notNegative(problems, each.getValue(), place);
    }
    return problems.found();
  }

  private static boolean standard(String name) {
    return name.contains("/")
        || STANDARD.contains(name)
        || name.startsWith("requests.")
        || name.startsWith("limits.")
        || name.startsWith("hugepages-");
  }
}
