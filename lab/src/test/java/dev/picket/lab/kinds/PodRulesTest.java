package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Applied.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class PodRulesTest {

  private static final String CONTAINER = "{'name':'c','image':'i:1'}";
  private final Applied pods = Applied.rules("", "pods");

  /** What admission adds. */
  private static final String AWAY =
      "{'key':'node.kubernetes.io/not-ready','operator':'Exists','effect':'NoExecute',"
          + "'tolerationSeconds':300},{'key':'node.kubernetes.io/unreachable',"
          + "'operator':'Exists','effect':'NoExecute','tolerationSeconds':300}";

  @Test
  void aPodIsCompleted() {
    ObjectNode pod = pods.spec("{'containers':[" + CONTAINER + "]}");
    assertThat(pods.problems(pod)).isEmpty();
    assertThat(pod.path("status")).isEqualTo(json("{'phase':'Pending','qosClass':'BestEffort'}"));
    assertThat(pod.path("spec"))
        .isEqualTo(
            json(
                "{'containers':[{'name':'c','image':'i:1','imagePullPolicy':'IfNotPresent',"
                    + "'terminationMessagePath':'/dev/termination-log',"
                    + "'terminationMessagePolicy':'File','resources':{}}],"
                    + "'restartPolicy':'Always','terminationGracePeriodSeconds':30,"
                    + "'dnsPolicy':'ClusterFirst','schedulerName':'default-scheduler',"
                    + "'securityContext':{},'enableServiceLinks':true,"
                    + "'serviceAccountName':'default','serviceAccount':'default','priority':0,"
                    + "'preemptionPolicy':'PreemptLowerPriority','tolerations':["
                    + AWAY
                    + "]}"));
  }

  @Test
  void requestsAreTakenFromLimits() {
    ObjectNode pod =
        pods.spec(
            "{'containers':[{'name':'c','image':'i','resources':{"
                + "'limits':{'cpu':'1000m','memory':'1Gi'}}}]}");
    assertThat(pod.at("/spec/containers/0/resources/requests"))
        .isEqualTo(json("{'cpu':'1','memory':'1Gi'}"));
    assertThat(pod.at("/status/qosClass").asText()).isEqualTo("Guaranteed");
  }

  @Test
  void probesAndVolumesAreCompleted() {
    ObjectNode pod =
        pods.spec(
            "{'containers':[{'name':'c','image':'i','livenessProbe':{'httpGet':{'port':80}}}],"
                + "'volumes':[{'name':'v','configMap':{'name':'m'}},{'name':'e'}]}");
    assertThat(pods.problems(pod)).isEmpty();
    assertThat(pod.at("/spec/containers/0/livenessProbe"))
        .isEqualTo(
            json(
                "{'httpGet':{'port':80,'path':'/','scheme':'HTTP'},'timeoutSeconds':1,"
                    + "'periodSeconds':10,'successThreshold':1,'failureThreshold':3}"));
    assertThat(pod.at("/spec/volumes"))
        .isEqualTo(
            json("{'v':[{'name':'v','configMap':{'name':'m','defaultMode':420}},"
                    + "{'name':'e','emptyDir':{}}]}")
                .path("v"));
  }

  @Test
  void whatIsWrongIsNamedWithItsPath() {
    ObjectNode pod =
        pods.spec(
            "{'restartPolicy':'Foo','containers':[{'name':'c','image':'i','resources':{"
                + "'requests':{'cpu':'2'},'limits':{'cpu':'1'}},"
                + "'volumeMounts':[{'name':'v','mountPath':'/x'}],'ports':[{'containerPort':99999}]},"
                + "{'name':'c'}]}");
    assertThat(pods.problems(pod))
        .containsExactly(
            "spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and"
                + " 65535, inclusive",
            "spec.containers[0].volumeMounts[0].name: Not found: \"v\"",
            "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal"
                + " to cpu limit of 1",
            "spec.containers[1].image: Required value",
            "spec.containers[1].name: Duplicate value: \"c\"",
            "spec.restartPolicy: Unsupported value: \"Foo\": supported values: \"Always\","
                + " \"OnFailure\", \"Never\"");
  }

  @Test
  void aPodNeedsContainers() {
    assertThat(pods.problems(pods.spec("{}"))).containsExactly("spec.containers: Required value");
  }

  @Test
  void onlyImagesTolerationsAndDeadlinesChange() {
    ObjectNode former = pods.spec("{'containers':[" + CONTAINER + "],'tolerations':[{'key':'a'}]}");
    assertThat(
            pods.updateProblems(
                former, pods.changed(former, "/spec/containers", "[{'name':'c','image':'i:2'}]")))
        .isEmpty();
    assertThat(
            pods.updateProblems(
                former,
                pods.changed(
                    former, "/spec/tolerations", "[{'key':'a'}," + AWAY + ",{'key':'b'}]")))
        .isEmpty();
    assertThat(
            pods.updateProblems(former, pods.changed(former, "/spec/activeDeadlineSeconds", "5")))
        .isEmpty();
    assertThat(pods.updateProblems(former, pods.changed(former, "/spec/hostname", "'h'")))
        .singleElement()
        .asString()
        .startsWith("spec: Forbidden: pod updates may not change fields other than");
    assertThat(pods.updateProblems(former, pods.changed(former, "/spec/tolerations", "[]")))
        .isNotEmpty();
  }

  @Test
  void anUpdateMayLeaveOutWhatWasFilledIn() {
    ObjectNode former = pods.spec("{'containers':[" + CONTAINER + "]}");
    ObjectNode next = pods.changed(former, "/spec/priority", "");
    assertThat(pods.updateProblems(former, next)).isEmpty();
    assertThat(next.at("/spec/priority").asInt(7)).isZero();
  }
}
