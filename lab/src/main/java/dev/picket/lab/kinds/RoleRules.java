package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;

/**
 * Roles and ClusterRoles.
 *
 * @param namespaced whether they are Roles
 */
record RoleRules(boolean namespaced) implements KindRules {

  @Override
  public void complete(ObjectNode role) {
    if (role.path("rules").isEmpty()) {
      role.putNull("rules");
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode role) {
    Problems problems = new Problems();
    JsonNode rules = role.path("rules");
    for (int index = 0; index < rules.size(); index++) {
      rule(problems, rules.get(index), "rules[" + index + "]");
    }
    JsonNode selectors = role.path("aggregationRule").path("clusterRoleSelectors");
    if (role.has("aggregationRule") && selectors.isEmpty()) {
      problems.required(
          "aggregationRule.clusterRoleSelectors",
          "at least one clusterRoleSelector required if aggregationRule is non-nil");
    }
    for (int index = 0; index < selectors.size(); index++) {
      new SelectorChecks(problems)
          .check(selectors.get(index), "aggregationRule.clusterRoleSelectors[" + index + "]");
    }
    return problems.found();
  }

  private void rule(Problems problems, JsonNode rule, String place) {
    if (rule.path("verbs").isEmpty()) {
      problems.required(place + ".verbs", "verbs must contain at least one value");
    }
    JsonNode paths = rule.path("nonResourceURLs");
    if (!paths.isEmpty()) {
      if (namespaced) {
        problems.invalid(
            place + ".nonResourceURLs",
            paths,
            "namespaced rules cannot apply to non-resource URLs");
      }
      if (!rule.path("apiGroups").isEmpty()
          || !rule.path("resources").isEmpty()
          || !rule.path("resourceNames").isEmpty()) {
        problems.invalid(
            place + ".nonResourceURLs",
            paths,
            "rules cannot apply to both regular resources and non-resource URLs");
      }
      return;
    }
    if (rule.path("apiGroups").isEmpty()) {
      problems.required(place + ".apiGroups", "resource rules must supply at least one api group");
    }
    if (rule.path("resources").isEmpty()) {
      problems.required(place + ".resources", "resource rules must supply at least one resource");
    }
  }
}
