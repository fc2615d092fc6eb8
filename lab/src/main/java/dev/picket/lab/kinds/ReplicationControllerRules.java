package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;
import java.util.Set;

/** ReplicationControllers, whose selectors are plain labels. */
final class ReplicationControllerRules implements KindRules {

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode controller) {
    ObjectNode spec = object(controller, "spec");
    put(spec, "replicas", 1);
    ObjectNode template = object(spec, "template");
    PodDefaults.template(template);
    JsonNode labels = template.path("metadata").path("labels");
    if (!labels.isEmpty()) {
      if (spec.path("selector").isEmpty()) {
        spec.set("selector", labels.deepCopy());
      }
      ObjectNode metadata = object(controller, "metadata");
      if (metadata.path("labels").isEmpty()) {
        metadata.set("labels", labels.deepCopy());
      }
    }
  }

  @Override
  public void prepare(ObjectNode controller, Surroundings around) {
    controller.putObject("status").put("replicas", 0);
  }

  @Override
  public List<FieldProblem> check(ObjectNode controller) {
    Problems problems = new Problems();
    JsonNode spec = controller.path("spec");
    problems.notNegative("spec.replicas", spec.path("replicas"));
    problems.notNegative("spec.minReadySeconds", spec.path("minReadySeconds"));
    JsonNode selector = spec.path("selector");
    if (selector.isEmpty()) {
      problems.required("spec.selector", "");
    }
    JsonNode template = spec.path("template");
    JsonNode labels = template.path("metadata").path("labels");
    ObjectNode asLabels = controller.objectNode();
    asLabels.set("matchLabels", selector);
    if (!TemplateChecks.matches(asLabels, labels)) {
      problems.invalid(
          "spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
    }
    PodChecks.template(problems, template, "spec.template");
    problems.oneOf(
        "spec.template.spec.restartPolicy",
        template.path("spec").path("restartPolicy"),
        Set.of("Always"));
    return problems.found();
  }
}
