package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks of roles. */
final class RoleRules implements KindRules {

  private final boolean cluster;

  RoleRules(boolean cluster) {
    this.cluster = cluster;
  }

  @Override
  public List<FieldProblem> check(ObjectNode object) {
    List<FieldProblem> problems = new ArrayList<>();
    JsonNode rules = object.path("rules");
    List<PolicyRule> all = PolicyRule.all(rules);
    for (int index = 0; index < all.size(); index++) {
      check(all.get(index), "rules[" + index + "].", problems);
    }
    return problems;
  }

  private void check(PolicyRule rule, String place, List<FieldProblem> problems) {
    if (rule.verbs().isEmpty()) {
      problems.add(FieldProblem.required(place + "verbs", "verbs must contain at least one value"));
    }
    boolean resources =
        !rule.groups().isEmpty() || !rule.resources().isEmpty() || !rule.names().isEmpty();
    if (!rule.urls().isEmpty() && (resources || !cluster)) {
      problems.add(
          FieldProblem.invalid(
              place + "nonResourceURLs",
              rule.urls().stream().collect(Collectors.joining("\", \"", "[]string{\"", "\"}")),
              cluster
                  ? "rules cannot apply to both regular resources and non-resource URLs"
                  : "namespaced rules cannot apply to non-resource URLs"));
    } else if (rule.urls().isEmpty()) {
      checkResources(rule, place, problems);
    }
  }

  private static void checkResources(PolicyRule rule, String place, List<FieldProblem> problems) {
    if (rule.groups().isEmpty()) {
      problems.add(
          FieldProblem.required(
              place + "apiGroups", "resource rules must supply at least one api group"));
    }
    if (rule.resources().isEmpty()) {
      problems.add(
          FieldProblem.required(
              place + "resources", "resource rules must supply at least one resource"));
    }
  }
}
