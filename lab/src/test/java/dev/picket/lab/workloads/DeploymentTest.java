package dev.picket.lab.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class DeploymentTest {

  private final Simulation lab = new Simulation(2, 1);

  @Test
  void deploymentGetsAReplicaSetAndReadyPods() {
    create(3, "");
    lab.settle();
    ObjectNode web = lab.get(Kinds.DEPLOYMENTS, "web");
    JsonNode status = web.path("status");
    assertThat(status.path("replicas").asInt()).isEqualTo(3);
    assertThat(status.path("updatedReplicas").asInt()).isEqualTo(3);
    assertThat(status.path("readyReplicas").asInt()).isEqualTo(3);
    assertThat(status.path("availableReplicas").asInt()).isEqualTo(3);
    assertThat(status.has("unavailableReplicas")).isFalse();
    assertThat(status.path("observedGeneration").asLong()).isEqualTo(Metadata.generation(web));
    assertThat(condition(web, "Available")).isEqualTo("True MinimumReplicasAvailable");
    assertThat(condition(web, "Progressing")).isEqualTo("True NewReplicaSetAvailable");
    assertThat(Metadata.annotation(web, "deployment.kubernetes.io/revision")).isEqualTo("1");
    List<ObjectNode> sets = lab.controlledBy(Kinds.REPLICA_SETS, web);
    assertThat(sets).hasSize(1);
    ObjectNode set = sets.getFirst();
    String hash = Metadata.labels(set).get("pod-template-hash");
    assertThat(Metadata.name(set)).isEqualTo("web-" + hash).matches("web-[b-z0-9]{5,10}");
    assertThat(
            set.path("spec")
                .path("selector")
                .path("matchLabels")
                .path("pod-template-hash")
                .asText())
        .isEqualTo(hash);
    assertThat(Metadata.annotation(set, "deployment.kubernetes.io/max-replicas")).isEqualTo("4");
    assertThat(Metadata.annotation(set, "deployment.kubernetes.io/desired-replicas"))
        .isEqualTo("3");
    assertThat(lab.controlledBy(Kinds.PODS, set))
        .hasSize(3)
        .allSatisfy(pod -> {
          assertThat(Pods.phase(pod)).isEqualTo("Running");
          assertThat(Pods.ready(pod)).isTrue();
          assertThat(Metadata.name(pod)).startsWith(Metadata.name(set) + "-");
        });
    assertThat(lab.events("web"))
        .containsExactly(
            "ScalingReplicaSet: Scaled up replica set " + Metadata.name(set) + " from 0 to 3");
  }

  @Test
  void aChangedTemplateIsRolledOutWithinItsBounds() {
    create(4, "");
    lab.settle();
    // 25% of 4 is one more, and one fewer.
    lab.always(() -> {
      assertThat(wanted()).isLessThanOrEqualTo(5);
      assertThat(ready()).isGreaterThanOrEqualTo(3);
    });
    image("web:2");
    lab.advance(minutes(2));
    assertThat(images()).containsOnly("web:2").hasSize(4);
    assertThat(lab.controlledBy(Kinds.REPLICA_SETS, web())).hasSize(2);
    assertThat(Metadata.annotation(web(), "deployment.kubernetes.io/revision")).isEqualTo("2");
    assertThat(condition(web(), "Progressing")).isEqualTo("True NewReplicaSetAvailable");
  }

  @Test
  void goingBackMakesAnOldRevisionTheNewest() {
    create(2, "");
    lab.settle();
    image("web:2");
    lab.advance(minutes(1));
    image("web:1");
    lab.advance(minutes(1));
    assertThat(images()).containsOnly("web:1").hasSize(2);
    assertThat(lab.controlledBy(Kinds.REPLICA_SETS, web())).hasSize(2);
    assertThat(Metadata.annotation(web(), "deployment.kubernetes.io/revision")).isEqualTo("3");
  }

  @Test
  void recreateEndsTheOldBeforeTheNewBegin() {
    create(3, "");
    lab.settle();
    lab.patch(Kinds.DEPLOYMENTS, "web", "spec: {strategy: {type: Recreate, rollingUpdate: null}}");
    lab.always(() -> assertThat(Set.copyOf(images())).hasSizeLessThanOrEqualTo(1));
    image("web:2");
    lab.advance(minutes(2));
    assertThat(images()).containsOnly("web:2").hasSize(3);
  }

  @Test
  void aPausedDeploymentWaits() {
    create(2, "");
    lab.settle();
    lab.patch(Kinds.DEPLOYMENTS, "web", "spec: {paused: true}");
    image("web:2");
    lab.advance(minutes(1));
    assertThat(images()).containsOnly("web:1");
    assertThat(condition(web(), "Progressing")).isEqualTo("Unknown DeploymentPaused");
    lab.patch(Kinds.DEPLOYMENTS, "web", "spec: {paused: false}");
    lab.advance(minutes(1));
    assertThat(images()).containsOnly("web:2").hasSize(2);
  }

  @Test
  void whatDoesNotBecomeReadyIsToldAfterTheDeadline() {
    create(1, "");
    lab.settle();
    lab.patch(
        Kinds.DEPLOYMENTS,
        "web",
        "spec: {template: {metadata: {annotations: {picket.dev/chaos: never-ready}}}}");
    lab.advance(minutes(11));
    assertThat(condition(web(), "Progressing")).isEqualTo("False ProgressDeadlineExceeded");
    assertThat(ready()).isEqualTo(1);
  }

  @Test
  void oldSetsAreKeptAsFarAsTheHistoryGoes() {
    create(1, "");
    lab.patch(Kinds.DEPLOYMENTS, "web", "spec: {revisionHistoryLimit: 2}");
    for (int each = 2; each < 7; each++) {
      lab.advance(minutes(1));
      image("web:" + each);
    }
    lab.advance(minutes(1));
    assertThat(lab.controlledBy(Kinds.REPLICA_SETS, web())).hasSize(3);
  }

  @Test
  void aDeletedPodComesBack() {
    create(2, "");
    lab.settle();
    lab.delete(Kinds.PODS, Metadata.name(pods().getFirst()));
    lab.advance(minutes(1));
    assertThat(pods()).hasSize(2);
    assertThat(ready()).isEqualTo(2);
  }

  @Test
  void servicesLeadToReadyPods() {
    create(2, "");
    lab.create(
        Kinds.SERVICES,
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: default}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
        """);
    lab.settle();
    JsonNode subset = lab.get(Kinds.ENDPOINTS, "web").path("subsets").path(0);
    assertThat(subset.path("addresses")).hasSize(2);
    assertThat(subset.path("ports").path(0).path("port").asInt()).isEqualTo(8080);
    lab.patch(Kinds.DEPLOYMENTS, "web", "spec: {replicas: 0}");
    lab.advance(minutes(1));
    assertThat(lab.get(Kinds.ENDPOINTS, "web").path("subsets")).isEmpty();
  }

  @Test
  void aBudgetSaysHowManyMayGo() {
    create(3, "");
    lab.create(
        Kinds.DISRUPTION_BUDGETS,
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: default}
        spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
        """);
    lab.settle();
    JsonNode status = lab.get(Kinds.DISRUPTION_BUDGETS, "web").path("status");
    assertThat(status.path("currentHealthy").asInt()).isEqualTo(3);
    assertThat(status.path("desiredHealthy").asInt()).isEqualTo(2);
    assertThat(status.path("disruptionsAllowed").asInt()).isEqualTo(1);
  }

  /** Whatever is done to it, in the end there is what was asked for, and never too much. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itComesToWhatIsWanted(long seed) {
    Random random = new Random(seed);
    create(4, "");
    lab.settle();
    int replicas = 4;
    String image = "web:1";
    for (int each = 0; each < 25; each++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          replicas = random.nextInt(8);
          lab.patch(Kinds.DEPLOYMENTS, "web", "spec: {replicas: %d}".formatted(replicas));
        }
        case 1 -> {
          image = "web:" + random.nextInt(4);
          image(image);
        }
        case 2 ->
            pods().stream().findAny().ifPresent(pod -> lab.delete(Kinds.PODS, Metadata.name(pod)));
        default -> lab.advance(Duration.ofSeconds(random.nextInt(40)));
      }
      for (int step = random.nextInt(20); step > 0; step--) {
        lab.step();
      }
    }
    lab.advance(minutes(5));
    assertThat(images()).as("seed %d", seed).hasSize(replicas);
    assertThat(images()).as("seed %d", seed).allMatch(image::equals);
    assertThat(ready()).as("seed %d", seed).isEqualTo(replicas);
    assertThat(web().path("status").path("replicas").asInt()).isEqualTo(replicas);
  }

  private ObjectNode web() {
    return lab.get(Kinds.DEPLOYMENTS, "web");
  }

  private void image(String image) {
    lab.patch(
        Kinds.DEPLOYMENTS,
        "web",
        "spec: {template: {spec: {containers: [{name: web, image: \"%s\"}]}}}".formatted(image));
  }

  private List<ObjectNode> pods() {
    return lab.list(Kinds.PODS).stream().filter(Pods::active).toList();
  }

  /** How many pods all sets together want; those that are to go may still be there. */
  private int wanted() {
    return lab.controlledBy(Kinds.REPLICA_SETS, web()).stream()
        .mapToInt(each -> each.path("spec").path("replicas").asInt())
        .sum();
  }

  private int ready() {
    return (int) pods().stream().filter(Pods::ready).count();
  }

  private List<String> images() {
    return pods().stream()
        .map(each -> each.path("spec").path("containers").path(0).path("image").asText())
        .toList();
  }

  private void create(int replicas, String more) {
    lab.create(
        Kinds.DEPLOYMENTS,
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default, labels: {app: web}}
        spec:
          replicas: %d
          revisionHistoryLimit: 10
          progressDeadlineSeconds: 600
          strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%%, maxUnavailable: 25%%}}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
        %s\
        """
            .formatted(replicas, more));
  }

  private static String condition(JsonNode object, String type) {
    return Conditions.find(object.path("status"), type)
        .map(each -> each.path("status").asText() + " " + each.path("reason").asText())
        .orElse("none");
  }

  static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }
}
