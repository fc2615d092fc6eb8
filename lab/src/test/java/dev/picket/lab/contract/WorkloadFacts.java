package dev.picket.lab.contract;

/** Deployments and their like. */
@Heading("Built-in kinds: workloads")
final class WorkloadFacts {

  private static final String REQUIRED = "FieldValueRequired";
  private static final String INVALID = "FieldValueInvalid";

  private WorkloadFacts() {}

  @Fact("a Deployment's defaults")
  static void deployment(Place place) {
    place
        .create(
            "apps/v1/deployments", Bodies.workload("a", "paused:true,").replace("replicas:0,", ""))
        .has("/spec/replicas", "1")
        .has(
            "/spec/strategy",
            "{type:'RollingUpdate',rollingUpdate:{maxUnavailable:'25%',maxSurge:'25%'}}")
        .has("/spec/revisionHistoryLimit", "10")
        .has("/spec/progressDeadlineSeconds", "600")
        .has("/spec/template/spec/restartPolicy", "Always");
  }

  @Fact("a StatefulSet's defaults")
  static void statefulSet(Place place) {
    place
        .create("apps/v1/statefulsets", Bodies.workload("a", "serviceName:'s',"))
        .has("/spec/podManagementPolicy", "OrderedReady")
        .has("/spec/updateStrategy/type", "RollingUpdate")
        .has("/spec/updateStrategy/rollingUpdate/partition", "0")
        .has("/spec/revisionHistoryLimit", "10");
  }

  @Fact("a DaemonSet's defaults")
  static void daemonSet(Place place) {
    place
        .create("apps/v1/daemonsets", Bodies.workload("a", "").replace("replicas:0,", ""))
        .has("/spec/updateStrategy/type", "RollingUpdate")
        .has("/spec/updateStrategy/rollingUpdate/maxUnavailable", "1")
        .has("/spec/revisionHistoryLimit", "10");
  }

  @Fact("without a selector it is Invalid")
  static void noSelector(Place place) {
    place
        .post(
            "apps/v1/deployments",
            "{metadata:{name:'a'},spec:{template:%s}}".formatted(Bodies.template("a")))
        .is(422, "Invalid")
        .cause("spec.selector", REQUIRED, "");
  }

  @Fact("a selector that does not select the template is Invalid")
  static void otherLabels(Place place) {
    place
        .post(
            "apps/v1/deployments",
            "{metadata:{name:'a'},spec:{selector:{matchLabels:{app:'b'}},template:%s}}"
                .formatted(Bodies.template("a")))
        .invalid(
            "spec.template.metadata.labels",
            INVALID,
            "`selector` does not match template `labels`");
  }

  @Fact("a template is checked as a pod, with its own path")
  static void template(Place place) {
    place
        .post("apps/v1/deployments", Bodies.workload("a", "").replace("name:'c',", ""))
        .invalid("spec.template.spec.containers[0].name", REQUIRED, "");
  }

  @Fact("a template that does not restart always is Invalid")
  static void restartPolicy(Place place) {
    place
        .post(
            "apps/v1/deployments",
            Bodies.workload("a", "").replace("containers:", "restartPolicy:'Never',containers:"))
        .invalid("spec.template.spec.restartPolicy", "FieldValueNotSupported", "\"Always\"");
  }

  @Fact("negative replicas are Invalid")
  static void negative(Place place) {
    place
        .post("apps/v1/deployments", Bodies.workload("a", "").replace("replicas:0", "replicas:-1"))
        .invalid("spec.replicas", INVALID, "must be greater than or equal to 0");
  }

  @Fact("a rolling update without surge or unavailable pods is Invalid")
  static void noProgress(Place place) {
    place
        .post(
            "apps/v1/deployments",
            Bodies.workload("a", "strategy:{rollingUpdate:{maxSurge:0,maxUnavailable:0}},"))
        .invalid(
            "spec.strategy.rollingUpdate.maxUnavailable",
            INVALID,
            "may not be 0 when `maxSurge` is 0");
  }

  @Fact("a progress deadline must be longer than minReadySeconds")
  static void deadline(Place place) {
    place
        .post(
            "apps/v1/deployments",
            Bodies.workload("a", "minReadySeconds:10,progressDeadlineSeconds:5,"))
        .invalid("spec.progressDeadlineSeconds", INVALID, "must be greater than minReadySeconds");
  }

  @Fact("a StatefulSet changes in replicas, template and strategy alone")
  static void statefulSetUpdate(Place place) {
    place.create("apps/v1/statefulsets", Bodies.workload("a", "serviceName:'s',"));
    place
        .merge("apps/v1/statefulsets/a", "{spec:{serviceName:'t'}}")
        .is(422, "Invalid")
        .cause("spec", "FieldValueForbidden", "updates to statefulset spec for fields other than");
  }

  @Fact("a ReplicaSet's selector is immutable")
  static void replicaSet(Place place) {
    place.create("apps/v1/replicasets", Bodies.workload("a", ""));
    place
        .put("apps/v1/replicasets/a", Bodies.workload("a", "").replace("app:'a'", "app:'b'"))
        .invalid("spec.selector", INVALID, "field is immutable");
  }

  @Fact("a Job's defaults, with a selector of its own")
  static void job(Place place) {
    Answer job =
        place
            .create(
                "batch/v1/jobs",
                "{metadata:{name:'a'},spec:{template:{spec:{restartPolicy:'Never',schedulerName:'none',containers:[{name:'c',image:'i'}]}}}}")
            .has("/spec/backoffLimit", "6")
            .has("/spec/completions", "1")
            .has("/spec/parallelism", "1");
    String key = place.minor() >= 27 ? "batch.kubernetes.io~1controller-uid" : "controller-uid";
    job.has("/spec/selector/matchLabels/" + key, job.uid())
        .has("/spec/template/metadata/labels/" + key, job.uid());
  }

  @Fact("a Job whose pods restart always is Invalid")
  static void jobRestart(Place place) {
    place
        .post(
            "batch/v1/jobs",
            "{metadata:{name:'a'},spec:{template:{spec:{containers:[{name:'c',image:'i'}]}}}}")
        .is(422, "Invalid")
        .mentions("spec.template.spec.restartPolicy");
  }

  @Fact("a Job's template is immutable")
  static void jobTemplate(Place place) {
    place.create(
        "batch/v1/jobs",
        "{metadata:{name:'a'},spec:{template:{spec:{restartPolicy:'Never',schedulerName:'none',containers:[{name:'c',image:'i'}]}}}}");
    place
        .strategic(
            "batch/v1/jobs/a", "{spec:{template:{spec:{containers:[{name:'c',image:'j'}]}}}}")
        .invalid("spec.template", INVALID, "field is immutable");
  }

  private static String cronJob(String schedule) {
    return ("{metadata:{name:'a'},spec:{suspend:true,schedule:'%s',jobTemplate:{spec:{template:{spec:{"
            + "restartPolicy:'OnFailure',containers:[{name:'c',image:'i'}]}}}}}}")
        .formatted(schedule);
  }

  @Fact(value = "a CronJob's defaults", since = 21)
  static void cronJobDefaults(Place place) {
    place
        .create("batch/v1/cronjobs", cronJob("*/5 * * * *"))
        .has("/spec/concurrencyPolicy", "Allow")
        .has("/spec/successfulJobsHistoryLimit", "3")
        .has("/spec/failedJobsHistoryLimit", "1");
  }

  @Fact(value = "a CronJob's schedule is checked", since = 21)
  static void schedule(Place place) {
    place
        .post("batch/v1/cronjobs", cronJob("often"))
        .invalid("spec.schedule", INVALID, "Invalid value: \"often\"");
  }

  @Fact("a Deployment makes a ReplicaSet that it owns, with the template's hash")
  static void makesReplicaSet(Place place) {
    Answer deployment = place.create("apps/v1/deployments", Bodies.workload("a", ""));
    place.until(
        "there is a ReplicaSet", () -> place.get("apps/v1/replicasets").at("/items").size() == 1);
    place
        .get("apps/v1/replicasets")
        .has("/items/0/metadata/ownerReferences/0/uid", deployment.uid())
        .has("/items/0/metadata/ownerReferences/0/controller", "true")
        .has("/items/0/metadata/annotations/deployment.kubernetes.io~1revision", "1");
    place.untilHas("apps/v1/deployments/a", "/status/observedGeneration", "1");
  }

  @Fact("a ReplicaSet makes pods up to its replicas")
  static void makesPods(Place place) {
    place.create(
        "apps/v1/replicasets",
        Bodies.workload("a", "")
            .replace("replicas:0", "replicas:2")
            .replace("containers:", "schedulerName:'none',containers:"));
    place.until("there are two pods", () -> place.get("pods").at("/items").size() == 2);
    place.merge("apps/v1/replicasets/a/scale", "{spec:{replicas:1}}").is(200);
    place.until("there is one", () -> place.get("pods").at("/items").size() == 1);
  }

  @Fact("a StatefulSet makes its first pod by ordinal")
  static void makesOrdinals(Place place) {
    place.create(
        "apps/v1/statefulsets",
        Bodies.workload("a", "serviceName:'s',")
            .replace("replicas:0", "replicas:2")
            .replace("containers:", "schedulerName:'none',containers:"));
    place.untilHas("pods/a-0", "/spec/hostname", "a-0");
    place
        .get("pods/a-0")
        .has("/metadata/labels/statefulset.kubernetes.io~1pod-name", "a-0")
        .has("/spec/subdomain", "s");
  }
}
