package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PriorityClasses. */
final class PriorityClassRules implements KindRules {

  private static final int VALUE_MAX = 1_000_000_000;
  private static final Set<String> SYSTEM =
      Set.of("system-node-critical", "system-cluster-critical");

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode type) {
    Defaults.put(type, "preemptionPolicy", "PreemptLowerPriority");
    Defaults.put(type, "value", 0);
  }

  @Override
  public List<FieldProblem> check(ObjectNode type) {
    Problems problems = new Problems();
    String name = type.path("metadata").path("name").asText();
    JsonNode value = type.path("value");
    if (name.startsWith("system-") && !SYSTEM.contains(name)) {
      problems.forbidden(
          "metadata.name",
          "priority class names with 'system-' prefix are reserved for system use only. error: "
              + name
              + " is not a known system priority class");
    } else if (!SYSTEM.contains(name) && value.asInt() > VALUE_MAX) {
      problems.forbidden(
          "value", "maximum allowed value of a user defined priority is " + VALUE_MAX);
    }
    problems.oneOf(
        "preemptionPolicy", type.path("preemptionPolicy"), Set.of("PreemptLowerPriority", "Never"));
    return problems.found();
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    if (value(former) != value(next)) {
      problems.forbidden("value", "may not be changed in an update.");
    }
    problems.immutable(
        "preemptionPolicy", former.path("preemptionPolicy"), next.path("preemptionPolicy"));
    List<FieldProblem> all = new ArrayList<>(problems.found());
    all.addAll(check(next));
    return all;
  }

  private static int value(ObjectNode type) {
    return type.path("value") instanceof IntNode value ? value.intValue() : 0;
  }
}
