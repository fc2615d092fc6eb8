package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * RoleBindings and ClusterRoleBindings.
 *
 * @param roles the kinds that they may refer to
 */
record RoleBindingRules(List<String> roles) implements KindRules {

  private static final String GROUP = "rbac.authorization.k8s.io";

  @Override
  public void complete(ObjectNode binding) {
    put(object(binding, "roleRef"), "apiGroup", GROUP);
    for (ObjectNode subject : objects(binding, "subjects")) {
      if (Set.of("User", "Group").contains(subject.path("kind").asText())) {
        put(subject, "apiGroup", GROUP);
      }
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode binding) {
    Problems problems = new Problems();
    JsonNode role = binding.path("roleRef");
    problems.oneOf("roleRef.apiGroup", role.path("apiGroup"), Set.of(GROUP));
    problems.oneOf("roleRef.kind", role.path("kind"), roles);
    String name = role.path("name").asText();
    if (name.isEmpty()) {
      problems.required("roleRef.name", "");
    } else {
      problems.format("roleRef.name", name, Formats.pathSegment(name));
    }
    JsonNode subjects = binding.path("subjects");
    for (int index = 0; index < subjects.size(); index++) {
      subject(problems, subjects.get(index), "subjects[" + index + "]");
    }
    return problems.found();
  }

  private void subject(Problems problems, JsonNode subject, String place) {
    String name = subject.path("name").asText();
    if (name.isEmpty()) {
      problems.required(place + ".name", "");
    }
    switch (subject.path("kind").asText()) {
      case "ServiceAccount" -> {
        if (!name.isEmpty()) {
          problems.format(place + ".name", name, Formats.subdomain(name));
        }
        if (!subject.path("apiGroup").asText().isEmpty()) {
          problems.oneOf(place + ".apiGroup", subject.path("apiGroup"), Set.of(""));
        }
        if (roles.size() == 1 && subject.path("namespace").asText().isEmpty()) {
          problems.required(place + ".namespace", "");
        }
      }
      case "User", "Group" ->
          problems.oneOf(place + ".apiGroup", subject.path("apiGroup"), Set.of(GROUP));
      default ->
          problems.oneOf(
              place + ".kind", subject.path("kind"), List.of("ServiceAccount", "User", "Group"));
    }
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    if (!former.path("roleRef").equals(next.path("roleRef"))) {
      problems.invalid("roleRef", next.path("roleRef"), "cannot change roleRef");
    }
    List<FieldProblem> all = new ArrayList<>(check(next));
    all.addAll(problems.found());
    return all;
  }
}
