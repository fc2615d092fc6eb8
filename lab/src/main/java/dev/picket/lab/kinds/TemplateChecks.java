package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.SelectorObject;
import dev.picket.lab.resource.StatusException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is wrong with the selector and the template of a workload. */
final class TemplateChecks {

  private TemplateChecks() {}

  /**
   * Looks at both, and whether they agree.
   *
   * @param kind for messages, such as {@code deployment}
   */
  static void check(Problems problems, ObjectNode spec, String kind) {
    selector(problems, spec, kind);
    JsonNode template = spec.path("template");
    PodChecks.template(problems, template, "spec.template");
    JsonNode pod = template.path("spec");
    problems.oneOf("spec.template.spec.restartPolicy", pod.path("restartPolicy"), Set.of("Always"));
    if (pod.has("activeDeadlineSeconds")) {
      problems.forbidden(
          "spec.template.spec.activeDeadlineSeconds",
          "activeDeadlineSeconds in ReplicaSet is not Supported");
    }
  }

  private static void selector(Problems problems, ObjectNode spec, String kind) {
    JsonNode selector = spec.path("selector");
    if (selector.isMissingNode()) {
      problems.required("spec.selector", "");
      mismatch(problems, spec);
      return;
    }
    new SelectorChecks(problems).check(selector, "spec.selector");
    if (selector.path("matchLabels").isEmpty() && selector.path("matchExpressions").isEmpty()) {
      problems.invalid("spec.selector", selector, "empty selector is invalid for " + kind);
      return;
    }
    JsonNode labels = spec.path("template").path("metadata").path("labels");
    if (!matches(selector, labels)) {
      mismatch(problems, spec);
    }
  }

  private static void mismatch(Problems problems, ObjectNode spec) {
    problems.invalid(
        "spec.template.metadata.labels",
        spec.path("template").path("metadata").path("labels"),
        "`selector` does not match template `labels`");
  }

  /** Whether the labels are selected; wrong selectors have been told of already. */
  static boolean matches(JsonNode selector, JsonNode labels) {
    Map<String, String> texts = new HashMap<>();
    labels.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    try {
      return SelectorObject.parse(selector).matches(texts);
    } catch (StatusException wrong) {
      return true;
    }
  }
}
