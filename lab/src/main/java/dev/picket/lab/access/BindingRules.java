package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Defaults and checks of bindings of roles. */
final class BindingRules implements KindRules {

  private final boolean cluster;

  BindingRules(boolean cluster) {
    this.cluster = cluster;
  }

  @Override
  public void complete(ObjectNode object) {
    if (object.path("roleRef") instanceof ObjectNode reference
        && reference.path("apiGroup").asText().isEmpty()) {
      reference.put("apiGroup", Roles.GROUP);
    }
    for (JsonNode each : object.path("subjects")) {
      if (each instanceof ObjectNode subject
          && Set.of("User", "Group").contains(subject.path("kind").asText())
          && subject.path("apiGroup").asText().isEmpty()) {
        subject.put("apiGroup", Roles.GROUP);
      }
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode object) {
    List<FieldProblem> problems = new ArrayList<>();
    checkReference(object.path("roleRef"), problems);
    JsonNode subjects = object.path("subjects");
    for (int index = 0; index < subjects.size(); index++) {
      checkSubject(subjects.get(index), "subjects[" + index + "].", problems);
    }
    return problems;
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    List<FieldProblem> problems = new ArrayList<>(check(next));
    JsonNode reference = next.path("roleRef");
    if (!reference.equals(former.path("roleRef"))) {
      problems.add(
          FieldProblem.invalid(
              "roleRef",
              "rbac.RoleRef{APIGroup:\"%s\", Kind:\"%s\", Name:\"%s\"}"
                  .formatted(
                      reference.path("apiGroup").asText(),
                      reference.path("kind").asText(),
                      reference.path("name").asText()),
              "cannot change roleRef"));
    }
    return problems;
  }

  private void checkReference(JsonNode reference, List<FieldProblem> problems) {
    String group = reference.path("apiGroup").asText();
    if (!group.equals(Roles.GROUP)) {
      problems.add(unsupported("roleRef.apiGroup", group, "\"" + Roles.GROUP + "\""));
    }
    String kind = reference.path("kind").asText();
    if (!kind.equals("ClusterRole") && (cluster || !kind.equals("Role"))) {
      problems.add(
          unsupported(
              "roleRef.kind", kind, cluster ? "\"ClusterRole\"" : "\"Role\", \"ClusterRole\""));
    }
    if (reference.path("name").asText().isEmpty()) {
      problems.add(FieldProblem.required("roleRef.name", ""));
    }
  }

  private void checkSubject(JsonNode subject, String place, List<FieldProblem> problems) {
    if (subject.path("name").asText().isEmpty()) {
      problems.add(FieldProblem.required(place + "name", ""));
    }
    String kind = subject.path("kind").asText();
    String group = subject.path("apiGroup").asText();
    switch (kind) {
      case "ServiceAccount" -> {
        if (!group.isEmpty()) {
          problems.add(unsupported(place + "apiGroup", group, "\"\""));
        }
        if (cluster && subject.path("namespace").asText().isEmpty()) {
          problems.add(FieldProblem.required(place + "namespace", ""));
        }
      }
      case "User", "Group" -> {
        if (!group.equals(Roles.GROUP)) {
          problems.add(unsupported(place + "apiGroup", group, "\"" + Roles.GROUP + "\""));
        }
      }
      default ->
          problems.add(
              unsupported(place + "kind", kind, "\"ServiceAccount\", \"User\", \"Group\""));
    }
  }

  private static FieldProblem unsupported(String field, String value, String supported) {
    return FieldProblem.of(
        FieldProblem.Reason.NOT_SUPPORTED,
        field,
        "\"" + value + "\"",
        "supported values: " + supported);
  }
}
