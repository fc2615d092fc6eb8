package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** CronJobs. */
final class CronJobRules implements KindRules {

  /** Jobs get eleven more characters, and have to fit into a label. */
  private static final int NAME_MAX = 52;

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode job) {
    ObjectNode spec = object(job, "spec");
    put(spec, "concurrencyPolicy", "Allow");
    put(spec, "suspend", false);
    put(spec, "successfulJobsHistoryLimit", 3);
    put(spec, "failedJobsHistoryLimit", 1);
    ObjectNode template = object(spec, "jobTemplate");
    object(template, "metadata");
    PodDefaults.template(object(object(template, "spec"), "template"));
  }

  @Override
  public void prepare(ObjectNode job, Surroundings around) {
    job.putObject("status");
  }

  @Override
  public List<FieldProblem> check(ObjectNode job) {
    Problems problems = new Problems();
    String name = job.path("metadata").path("name").asText();
    if (name.length() > NAME_MAX) {
      problems.invalid("metadata.name", name, "must be no more than 52 characters");
    }
    JsonNode spec = job.path("spec");
    schedule(problems, spec);
    problems.oneOf(
        "spec.concurrencyPolicy",
        spec.path("concurrencyPolicy"),
        Set.of("Allow", "Forbid", "Replace"));
    for (String each :
        List.of(
            "startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit")) {
      problems.notNegative("spec." + each, spec.path(each));
    }
    JsonNode template = spec.path("jobTemplate").path("spec");
    JobRules.specification(problems, template, "spec.jobTemplate.spec");
    if (template.has("selector")) {
      problems.invalid(
          "spec.jobTemplate.spec.selector",
          template.path("selector"),
          "`selector` will be auto-generated");
    }
    return problems.found();
  }

  private static void schedule(Problems problems, JsonNode spec) {
    String schedule = spec.path("schedule").asText();
    if (schedule.isEmpty()) {
      problems.required("spec.schedule", "");
    } else {
      CronSchedule.against(schedule)
          .ifPresent(why -> problems.invalid("spec.schedule", schedule, why));
    }
    JsonNode zone = spec.path("timeZone");
    if (zone.isMissingNode()) {
      return;
    }
    try {
      ZoneId.of(zone.asText());
    } catch (DateTimeException unknown) {
      problems.invalid("spec.timeZone", zone, "unknown time zone " + zone.asText());
    }
  }
}
