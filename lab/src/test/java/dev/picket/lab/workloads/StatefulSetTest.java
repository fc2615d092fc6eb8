package dev.picket.lab.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.patch.StrategicMergePatch;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Structures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StatefulSetTest {

  private final Simulation lab = new Simulation(2, 1);

  @Test
  void setGetsNumberedPodsWithClaimsOfTheirOwn() {
    create(2, "");
    lab.settle();
    JsonNode pod = lab.get(Kinds.PODS, "web-1");
    JsonNode labels = pod.path("metadata").path("labels");
    assertThat(labels.path("statefulset.kubernetes.io/pod-name").asText()).isEqualTo("web-1");
    assertThat(labels.path("apps.kubernetes.io/pod-index").asText()).isEqualTo("1");
    assertThat(labels.path("controller-revision-hash").asText())
        .isEqualTo(status().path("updateRevision").asText())
        .startsWith("web-");
    assertThat(pod.path("spec").path("hostname").asText()).isEqualTo("web-1");
    assertThat(pod.path("spec").path("subdomain").asText()).isEqualTo("web");
    JsonNode volume = pod.path("spec").path("volumes").path(0);
    assertThat(volume.path("name").asText()).isEqualTo("data");
    assertThat(volume.path("persistentVolumeClaim").path("claimName").asText())
        .isEqualTo("data-web-1");
    ObjectNode claim = lab.get(Kinds.CLAIMS, "data-web-1");
    assertThat(Metadata.labels(claim)).containsEntry("app", "web").containsEntry("tier", "disk");
    assertThat(claim.path("metadata").has("ownerReferences")).isFalse();
    assertThat(lab.events("web"))
        .containsExactly(
            "SuccessfulCreate: create Claim data-web-0 Pod web-0 in StatefulSet web success",
            "SuccessfulCreate: create Pod web-0 in StatefulSet web successful",
            "SuccessfulCreate: create Claim data-web-1 Pod web-1 in StatefulSet web success",
            "SuccessfulCreate: create Pod web-1 in StatefulSet web successful");
  }

  @Test
  void statusCountsWhatIsThere() {
    create(3, "");
    lab.settle();
    ObjectNode set = lab.get(Kinds.STATEFUL_SETS, "web");
    JsonNode status = set.path("status");
    for (String each :
        List.of(
            "replicas",
            "readyReplicas",
            "availableReplicas",
            "currentReplicas",
            "updatedReplicas")) {
      assertThat(status.path(each).asInt()).as(each).isEqualTo(3);
    }
    assertThat(status.path("observedGeneration").asLong()).isEqualTo(Metadata.generation(set));
    assertThat(status.path("collisionCount").isNumber()).isTrue();
    assertThat(status.path("currentRevision")).isEqualTo(status.path("updateRevision"));
  }

  @Test
  void orderedPodsAreCreatedOneAfterTheOther() {
    lab.always(() -> assertThat(unready()).hasSizeLessThanOrEqualTo(1));
    create(4, "");
    lab.settle();
    assertThat(names()).containsExactly("web-0", "web-1", "web-2", "web-3");
    assertThat(told("create Pod")).containsExactly("web-0", "web-1", "web-2", "web-3");
  }

  @Test
  void parallelPodsAreCreatedAtOnce() {
    int[] most = {0};
    lab.always(() -> most[0] = Math.max(most[0], unready().size()));
    create(4, "  podManagementPolicy: Parallel");
    lab.settle();
    assertThat(names()).hasSize(4);
    assertThat(most[0]).isEqualTo(4);
  }

  @Test
  void numbersBeginWhereTheyShall() {
    create(2, "  ordinals: {start: 5}");
    lab.settle();
    assertThat(names()).containsExactly("web-5", "web-6");
  }

  @Test
  void scalingDownDeletesTheHighestFirstAndKeepsClaims() {
    create(4, "");
    lab.settle();
    lab.always(() ->
        assertThat(lab.list(Kinds.PODS).stream().filter(Metadata::deleting))
            .hasSizeLessThanOrEqualTo(1));
    scale(1);
    lab.advance(Duration.ofMinutes(3));
    assertThat(names()).containsExactly("web-0");
    assertThat(told("delete Pod")).containsExactly("web-3", "web-2", "web-1");
    assertThat(lab.list(Kinds.CLAIMS)).hasSize(4);
    String uid = Metadata.uid(lab.get(Kinds.CLAIMS, "data-web-3"));
    scale(4);
    lab.advance(Duration.ofMinutes(1));
    assertThat(names()).hasSize(4);
    assertThat(Metadata.uid(lab.get(Kinds.CLAIMS, "data-web-3"))).isEqualTo(uid);
  }

  @Test
  void claimsThatShallGoWithTheirPodBelongToItOnceItIsTooMany() {
    create(2, "  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}");
    lab.settle();
    assertThat(owners("data-web-1")).isEmpty();
    scale(1);
    lab.settle();
    assertThat(owners("data-web-1")).containsExactly("Pod web-1");
    assertThat(owners("data-web-0")).isEmpty();
  }

  @Test
  void claimsThatShallGoWithTheSetBelongToIt() {
    create(1, "  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}");
    lab.settle();
    assertThat(owners("data-web-0")).containsExactly("StatefulSet web");
    lab.patch(
        Kinds.STATEFUL_SETS,
        "web",
        "spec: {persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain}}");
    lab.settle();
    assertThat(owners("data-web-0")).isEmpty();
  }

  @Test
  void podDeletedByHandComesBackWithItsNameAndClaim() {
    create(3, "");
    lab.settle();
    String pod = Metadata.uid(lab.get(Kinds.PODS, "web-1"));
    String claim = Metadata.uid(lab.get(Kinds.CLAIMS, "data-web-1"));
    lab.delete(Kinds.PODS, "web-1");
    lab.advance(Duration.ofMinutes(1));
    assertThat(Metadata.uid(lab.get(Kinds.PODS, "web-1"))).isNotEqualTo(pod);
    assertThat(Pods.ready(lab.get(Kinds.PODS, "web-1"))).isTrue();
    assertThat(Metadata.uid(lab.get(Kinds.CLAIMS, "data-web-1"))).isEqualTo(claim);
  }

  @Test
  void updateReplacesFromTheHighestOneAtATime() {
    create(3, "");
    lab.settle();
    lab.always(() -> assertThat(unready()).hasSizeLessThanOrEqualTo(1));
    image("web:2");
    lab.advance(Duration.ofMinutes(3));
    assertThat(images().values()).containsOnly("web:2");
    assertThat(told("delete Pod")).containsExactly("web-2", "web-1", "web-0");
    assertThat(status().path("currentRevision")).isEqualTo(status().path("updateRevision"));
    assertThat(status().path("currentReplicas").asInt()).isEqualTo(3);
  }

  @Test
  void partitionKeepsTheLowerPodsAtTheirRevision() {
    create(3, "");
    lab.settle();
    lab.patch(
        Kinds.STATEFUL_SETS, "web", "spec: {updateStrategy: {rollingUpdate: {partition: 2}}}");
    image("web:2");
    lab.advance(Duration.ofMinutes(3));
    assertThat(images()).isEqualTo(Map.of("web-0", "web:1", "web-1", "web:1", "web-2", "web:2"));
    assertThat(status().path("currentReplicas").asInt()).isEqualTo(2);
    assertThat(status().path("updatedReplicas").asInt()).isEqualTo(1);
    assertThat(status().path("currentRevision")).isNotEqualTo(status().path("updateRevision"));
    lab.delete(Kinds.PODS, "web-0");
    lab.advance(Duration.ofMinutes(1));
    assertThat(images()).containsEntry("web-0", "web:1");
    lab.patch(
        Kinds.STATEFUL_SETS, "web", "spec: {updateStrategy: {rollingUpdate: {partition: 0}}}");
    lab.advance(Duration.ofMinutes(3));
    assertThat(images().values()).containsOnly("web:2");
  }

  @Test
  void onDeleteUpdatesOnlyWhatOthersDelete() {
    create(2, "  updateStrategy: {type: OnDelete}");
    lab.settle();
    image("web:2");
    lab.advance(Duration.ofMinutes(2));
    assertThat(images().values()).containsOnly("web:1");
    lab.delete(Kinds.PODS, "web-0");
    lab.advance(Duration.ofMinutes(1));
    assertThat(images()).isEqualTo(Map.of("web-0", "web:2", "web-1", "web:1"));
  }

  @Test
  void podsAreWaitedForUntilTheyAreAvailable() {
    create(2, "  minReadySeconds: 30");
    lab.settle();
    assertThat(names()).containsExactly("web-0");
    assertThat(status().path("readyReplicas").asInt()).isEqualTo(1);
    assertThat(status().path("availableReplicas").asInt()).isZero();
    lab.advance(Duration.ofSeconds(31));
    assertThat(names()).containsExactly("web-0", "web-1");
    lab.advance(Duration.ofSeconds(31));
    assertThat(status().path("availableReplicas").asInt()).isEqualTo(2);
  }

  @Test
  void formerTemplateComesBackByTheDataOfItsRevision() {
    create(1, "");
    lab.settle();
    ObjectNode first = revisions().getFirst();
    JsonNode template = template();
    image("web:2");
    lab.advance(Duration.ofMinutes(1));
    assertThat(revisions()).extracting(each -> each.path("revision").asInt()).containsExactly(1, 2);
    ObjectNode undone =
        StrategicMergePatch.apply(
            lab.get(Kinds.STATEFUL_SETS, "web"),
            first.path("data"),
            Structures.of(Kinds.STATEFUL_SETS));
    lab.patch(
        Kinds.STATEFUL_SETS,
        "web",
        Json.object()
            .set("spec", Json.object().set("template", undone.at("/spec/template")))
            .toString());
    lab.advance(Duration.ofMinutes(1));
    assertThat(template()).isEqualTo(template);
    assertThat(revisions()).hasSize(2);
    assertThat(revisions().getLast().path("metadata").path("name"))
        .isEqualTo(first.path("metadata").path("name"));
    assertThat(revisions().getLast().path("revision").asInt()).isEqualTo(3);
    assertThat(images()).isEqualTo(Map.of("web-0", "web:1"));
  }

  @Test
  void podThatFailedIsReplaced() {
    create(2, "");
    lab.settle();
    String former = Metadata.uid(lab.get(Kinds.PODS, "web-0"));
    ObjectNode failed = lab.get(Kinds.PODS, "web-0").deepCopy();
    failed.withObjectProperty("status").put("phase", "Failed");
    lab.client.updateStatus(Kinds.PODS, failed);
    lab.advance(Duration.ofMinutes(1));
    assertThat(Metadata.uid(lab.get(Kinds.PODS, "web-0"))).isNotEqualTo(former);
    assertThat(Pods.ready(lab.get(Kinds.PODS, "web-0"))).isTrue();
    assertThat(lab.events("web"))
        .contains("RecreatingFailedPod: StatefulSet default/web is recreating failed Pod web-0");
  }

  @Test
  void podWaitsForTheEndOfAClaimThatIsBeingDeleted() {
    create(1, "");
    lab.settle();
    scale(0);
    lab.settle();
    ObjectNode held = lab.get(Kinds.CLAIMS, "data-web-0").deepCopy();
    held.withObjectProperty("metadata").withArrayProperty("finalizers").add("example.com/hold");
    lab.client.update(Kinds.CLAIMS, held);
    lab.delete(Kinds.CLAIMS, "data-web-0");
    scale(1);
    lab.settle();
    assertThat(names()).isEmpty();
    ObjectNode released = lab.get(Kinds.CLAIMS, "data-web-0").deepCopy();
    released.withObjectProperty("metadata").remove("finalizers");
    lab.client.update(Kinds.CLAIMS, released);
    lab.settle();
    assertThat(names()).containsExactly("web-0");
    assertThat(Metadata.uid(lab.get(Kinds.CLAIMS, "data-web-0"))).isNotEqualTo(Metadata.uid(held));
  }

  @Test
  void orphanOfTheSetsNameIsAdopted() {
    lab.create(
        Kinds.PODS,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-0, namespace: default, labels: {app: web}}
        spec: {containers: [{name: web, image: "web:0"}]}
        """);
    create(1, "");
    lab.settle();
    ObjectNode pod = lab.get(Kinds.PODS, "web-0");
    assertThat(Metadata.controllerUid(pod))
        .isEqualTo(Metadata.uid(lab.get(Kinds.STATEFUL_SETS, "web")));
  }

  @Test
  void historyKeepsAsManyRevisionsAsItsLimit() {
    create(1, "  revisionHistoryLimit: 2");
    lab.settle();
    for (int each = 2; each <= 6; each++) {
      image("web:" + each);
      lab.advance(Duration.ofMinutes(1));
    }
    assertThat(revisions())
        .extracting(each -> each.path("revision").asInt())
        .containsExactly(4, 5, 6);
  }

  private void create(int replicas, String more) {
    lab.create(
        Kinds.STATEFUL_SETS,
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, namespace: default, labels: {app: web}}
        spec:
          replicas: %d
          serviceName: web
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
          volumeClaimTemplates:
          - metadata: {name: data, labels: {tier: disk}}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        %s
        """
            .formatted(replicas, more));
  }

  private void scale(int replicas) {
    lab.patch(Kinds.STATEFUL_SETS, "web", "spec: {replicas: " + replicas + "}");
  }

  private void image(String image) {
    lab.patch(
        Kinds.STATEFUL_SETS,
        "web",
        "spec: {template: {spec: {containers: [{name: web, image: \"" + image + "\"}]}}}");
  }

  private JsonNode status() {
    return lab.get(Kinds.STATEFUL_SETS, "web").path("status");
  }

  private JsonNode template() {
    return lab.get(Kinds.STATEFUL_SETS, "web").path("spec").path("template");
  }

  private List<ObjectNode> revisions() {
    return lab.list(Kinds.REVISIONS).stream()
        .sorted(Comparator.comparingLong(each -> each.path("revision").asLong()))
        .toList();
  }

  private List<String> names() {
    return lab.list(Kinds.PODS).stream().map(Metadata::name).toList();
  }

  private List<ObjectNode> unready() {
    return lab.list(Kinds.PODS).stream().filter(each -> !Pods.ready(each)).toList();
  }

  private Map<String, String> images() {
    Map<String, String> images = new TreeMap<>();
    for (ObjectNode each : lab.list(Kinds.PODS)) {
      images.put(Metadata.name(each), each.at("/spec/containers/0/image").asText());
    }
    return images;
  }

  private List<String> owners(String claim) {
    List<String> owners = new ArrayList<>();
    for (JsonNode each : lab.get(Kinds.CLAIMS, claim).path("metadata").path("ownerReferences")) {
      owners.add(each.path("kind").asText() + " " + each.path("name").asText());
    }
    return owners;
  }

  /** The pods that events of the set tell of, in order. */
  private List<String> told(String deed) {
    Set<String> unique = new HashSet<>();
    return lab.events("web").stream()
        .filter(each -> each.contains(": " + deed + " "))
        .map(each -> each.replaceAll(".*" + deed + " (\\S+) .*", "$1"))
        .filter(unique::add)
        .toList();
  }
}
