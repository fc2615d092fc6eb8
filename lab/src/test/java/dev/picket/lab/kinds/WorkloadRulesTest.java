package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Applied.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class WorkloadRulesTest {

  private static final String TEMPLATE =
      "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'i'}]}}";
  private static final String SELECTED = "'selector':{'matchLabels':{'a':'b'}}," + TEMPLATE;

  private final Applied deployments = Applied.rules("apps", "deployments");
  private final Applied sets = Applied.rules("apps", "statefulsets");
  private final Applied jobs = Applied.rules("batch", "jobs");
  private final Applied cronJobs = Applied.rules("batch", "cronjobs");

  @Test
  void aDeploymentIsCompleted() {
    ObjectNode deployment = deployments.spec("{" + SELECTED + "}");
    assertThat(deployments.problems(deployment)).isEmpty();
    ObjectNode spec = (ObjectNode) deployment.path("spec");
    assertThat(spec.at("/template/spec/containers/0/imagePullPolicy").asText()).isEqualTo("Always");
    spec.remove("template");
    assertThat(spec)
        .isEqualTo(
            json(
                "{'selector':{'matchLabels':{'a':'b'}},'replicas':1,'strategy':{"
                    + "'type':'RollingUpdate','rollingUpdate':{'maxUnavailable':'25%',"
                    + "'maxSurge':'25%'}},'revisionHistoryLimit':10,"
                    + "'progressDeadlineSeconds':600}"));
  }

  @Test
  void completingTwiceChangesNothing() {
    ObjectNode deployment = deployments.spec("{" + SELECTED + "}");
    ObjectNode again = deployment.deepCopy();
    new DeploymentRules().complete(again);
    assertThat(again).isEqualTo(deployment);
  }

  @Test
  void theSelectorMustMatchAndStays() {
    ObjectNode deployment =
        deployments.spec("{'selector':{'matchLabels':{'a':'c'}}," + TEMPLATE + "}");
    assertThat(deployments.problems(deployment))
        .containsExactly(
            "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match"
                + " template `labels`");
    ObjectNode former = deployments.spec("{" + SELECTED + "}");
    ObjectNode next =
        deployments.changed(
            former, "/spec/selector", "{'matchExpressions':[{'key':'a','operator':'Exists'}]}");
    assertThat(deployments.updateProblems(former, next))
        .singleElement()
        .asString()
        .startsWith("spec.selector: Invalid value: ")
        .endsWith(": field is immutable");
  }

  @Test
  void annotationsOfADeploymentCountAsGenerations() {
    ObjectNode former = deployments.spec("{" + SELECTED + "}");
    ((ObjectNode) former.path("metadata")).put("generation", 3);
    ObjectNode next = deployments.changed(former, "/metadata/annotations", "{'a':'b'}");
    assertThat(next.at("/metadata/generation").asInt()).isEqualTo(4);
  }

  @Test
  void aRollingUpdateMustBeAbleToMove() {
    ObjectNode stuck =
        deployments.spec(
            "{" + SELECTED + ",'strategy':{'rollingUpdate':{'maxSurge':0,'maxUnavailable':'0%'}}}");
    assertThat(deployments.problems(stuck))
        .containsExactly(
            "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"0%\": may not be 0 when"
                + " `maxSurge` is 0");
  }

  @Test
  void aStatefulSetChangesInFewFields() {
    ObjectNode former = sets.spec("{'serviceName':'s'," + SELECTED + "}");
    assertThat(sets.problems(former)).isEmpty();
    assertThat(sets.updateProblems(former, sets.changed(former, "/spec/replicas", "3"))).isEmpty();
    assertThat(sets.updateProblems(former, sets.changed(former, "/spec/serviceName", "'t'")))
        .singleElement()
        .asString()
        .startsWith("spec: Forbidden: updates to statefulset spec for fields other than");
  }

  @Test
  void claimsOfAStatefulSetCanBeMounted() {
    String claims =
        "{'selector':{'matchLabels':{'a':'b'}},'template':{'metadata':{'labels':{'a':'b'}},"
            + "'spec':{'containers':[{'name':'c','image':'i',"
            + "'volumeMounts':[{'name':'d','mountPath':'/d'}]}]}},"
            + "'volumeClaimTemplates':[{'metadata':{'name':'d'}}]}";
    ObjectNode set = sets.spec(claims);
    assertThat(sets.problems(set)).isEmpty();
    assertThat(set.at("/spec/volumeClaimTemplates/0/kind").asText())
        .isEqualTo("PersistentVolumeClaim");
  }

  @Test
  void aJobSelectsItsOwnPods() {
    ObjectNode job =
        jobs.spec(
            "{'template':{'spec':{'restartPolicy':'Never',"
                + "'containers':[{'name':'c','image':'i'}]}}}");
    assertThat(jobs.problems(job)).isEmpty();
    assertThat(job.at("/spec/selector/matchLabels"))
        .isEqualTo(json("{'batch.kubernetes.io/controller-uid':'u'}"));
    assertThat(job.at("/spec/template/metadata/labels/job-name").asText()).isEqualTo("a");
    assertThat(job.at("/spec/backoffLimit").asInt()).isEqualTo(6);
    assertThat(jobs.updateProblems(job, jobs.changed(job, "/spec/completions", "2")))
        .containsExactly("spec.completions: Invalid value: 2: field is immutable");
  }

  @Test
  void podsOfJobsEnd() {
    ObjectNode job = jobs.spec("{" + TEMPLATE + "}");
    assertThat(jobs.problems(job))
        .containsExactly(
            "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\","
                + " \"Never\"");
  }

  @Test
  void aCronJobNeedsAScheduleAndAShortName() {
    ObjectNode job =
        cronJobs.made(
            "{'metadata':{'name':'"
                + "a".repeat(53)
                + "'},'spec':{'schedule':'61 * * * *','timeZone':'Nowhere','jobTemplate':{'spec':{"
                + "'template':{'spec':{'restartPolicy':'Never',"
                + "'containers':[{'name':'c','image':'i'}]}}}}}}");
    assertThat(cronJobs.problems(job))
        .containsExactly(
            "metadata.name: Invalid value: \""
                + "a".repeat(53)
                + "\": must be no more than 52 characters",
            "spec.schedule: Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61",
            "spec.timeZone: Invalid value: \"Nowhere\": unknown time zone Nowhere");
    assertThat(job.at("/spec/concurrencyPolicy").asText()).isEqualTo("Allow");
  }

  @Test
  void schedulesHaveFiveFields() {
    assertThat(CronSchedule.against("*/5 0-3,7 1 jan-dec mon")).isEmpty();
    assertThat(CronSchedule.against("@daily")).isEmpty();
    assertThat(CronSchedule.against("@every 1h30m")).isEmpty();
    assertThat(CronSchedule.against("@often")).contains("unrecognized descriptor: @often");
    assertThat(CronSchedule.against("x y")).contains("expected exactly 5 fields, found 2: [x y]");
    assertThat(CronSchedule.against("*/0 * * * *")).isPresent();
    assertThat(CronSchedule.against("5-1 * * * *")).isPresent();
    assertThat(CronSchedule.against("* * 0 * *")).isPresent();
  }

  @Test
  void templatesOfDaemonSetsAreCounted() {
    Applied daemons = Applied.rules("apps", "daemonsets");
    ObjectNode former = daemons.spec("{" + SELECTED + "}");
    assertThat(former.at("/metadata/annotations/deprecated.daemonset.template.generation").asText())
        .isEqualTo("1");
    ObjectNode next = daemons.changed(former, "/spec/template/spec/hostNetwork", "true");
    assertThat(next.at("/metadata/annotations/deprecated.daemonset.template.generation").asText())
        .isEqualTo("2");
  }
}
