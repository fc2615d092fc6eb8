package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Jobs. */
final class JobRules implements KindRules {

  private static final String UID_LABEL = "batch.kubernetes.io/controller-uid";
  private static final String NAME_LABEL = "batch.kubernetes.io/job-name";

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode job) {
    ObjectNode spec = object(job, "spec");
    if (!spec.has("completions") && !spec.has("parallelism")) {
      spec.put("completions", 1);
    }
    put(spec, "parallelism", 1);
    put(spec, "backoffLimit", spec.has("backoffLimitPerIndex") ? Integer.MAX_VALUE : 6);
    put(spec, "completionMode", "NonIndexed");
    put(spec, "suspend", false);
    put(spec, "manualSelector", false);
    put(
        spec,
        "podReplacementPolicy",
        spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    ObjectNode template = object(spec, "template");
    PodDefaults.template(template);
    JsonNode labels = template.path("metadata").path("labels");
    ObjectNode metadata = object(job, "metadata");
    if (!labels.isEmpty() && metadata.path("labels").isEmpty()) {
      metadata.set("labels", labels.deepCopy());
    }
  }

  @Override
  public void prepare(ObjectNode job, Surroundings around) {
    job.putObject("status");
    ObjectNode spec = object(job, "spec");
    if (spec.path("manualSelector").asBoolean()) {
      return;
    }
    String uid = job.path("metadata").path("uid").asText();
    String name = job.path("metadata").path("name").asText();
    ObjectNode labels = object(object(object(spec, "template"), "metadata"), "labels");
    put(labels, UID_LABEL, uid);
    put(labels, "controller-uid", uid);
    put(labels, NAME_LABEL, name);
    put(labels, "job-name", name);
    if (!spec.has("selector")) {
      spec.putObject("selector").putObject("matchLabels").put(UID_LABEL, uid);
    }
    ObjectNode metadata = object(job, "metadata");
    if (metadata.path("labels").isEmpty()) {
      metadata.set("labels", labels.deepCopy());
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode job) {
    Problems problems = new Problems();
    JsonNode spec = job.path("spec");
    specification(problems, spec, "spec");
    if (spec.has("selector")) {
      new SelectorChecks(problems).check(spec.path("selector"), "spec.selector");
      JsonNode labels = spec.path("template").path("metadata").path("labels");
      if (!TemplateChecks.matches(spec.path("selector"), labels)) {
        problems.invalid(
            "spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
      }
    } else {
      problems.required("spec.selector", "");
    }
    return problems.found();
  }

  /** A job's specification, or that of a template for jobs. */
  static void specification(Problems problems, JsonNode spec, String path) {
    for (String each :
        List.of(
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished")) {
      problems.notNegative(path + "." + each, spec.path(each));
    }
    problems.oneOfIfPresent(
        path + ".completionMode", spec.path("completionMode"), Set.of("NonIndexed", "Indexed"));
    if (spec.path("completionMode").asText().equals("Indexed") && !spec.has("completions")) {
      problems.required(path + ".completions", "when completion mode is Indexed");
    }
    PodChecks.template(problems, spec.path("template"), path + ".template");
    JsonNode restart = spec.path("template").path("spec").path("restartPolicy");
    if (!Set.of("OnFailure", "Never").contains(restart.asText())) {
      problems.required(
          path + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
    }
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    JsonNode before = former.path("spec");
    JsonNode after = next.path("spec");
    boolean indexed = before.path("completionMode").asText().equals("Indexed");
    if (!indexed) {
      problems.immutable("spec.completions", before.path("completions"), after.path("completions"));
    }
    problems.immutable("spec.selector", before.path("selector"), after.path("selector"));
    boolean idle = before.path("suspend").asBoolean() && !former.path("status").has("startTime");
    if (!idle) {
      problems.immutable("spec.template", before.path("template"), after.path("template"));
    }
    problems.immutable(
        "spec.completionMode", before.path("completionMode"), after.path("completionMode"));
    problems.immutable(
        "spec.podFailurePolicy", before.path("podFailurePolicy"), after.path("podFailurePolicy"));
    List<FieldProblem> all = new ArrayList<>(check(next));
    all.addAll(problems.found());
    return all;
  }
}
