package dev.picket.lab.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked of a StatefulSet in whatever order, it ends as it shall, step by step. */
@Timeout(120)
final class StatefulSetScenarioTest {

  private static final int DEEDS = 40;

  /** The pods after the step before, by uid. */
  private Map<String, ObjectNode> before = Map.of();

  /** Uids of the pods that the scenario deleted. */
  private final Set<String> disturbed = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 6})
  void orderedSetEndsAsItShallAndNeverTakesASecondPodDown(long seed) {
    Simulation lab = new Simulation(2, seed);
    lab.always(() -> checkStep(lab, seed));
    run(lab, "OrderedReady", seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void parallelSetEndsAsItShall(long seed) {
    run(new Simulation(2, seed), "Parallel", seed);
  }

  private void run(Simulation lab, String policy, long seed) {
    Random random = new Random(seed);
    create(lab, policy);
    int replicas = 3;
    String image = "web:1";
    for (int deed = 0; deed < DEEDS; deed++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          replicas = random.nextInt(6);
          lab.patch(Kinds.STATEFUL_SETS, "web", "spec: {replicas: " + replicas + "}");
        }
        case 1 -> {
          image = "web:" + random.nextInt(1, 4);
          lab.patch(
              Kinds.STATEFUL_SETS,
              "web",
              "spec: {template: {spec: {containers: [{name: web, image: \"" + image + "\"}]}}}");
        }
        case 2 -> disturb(lab, random);
        default -> lab.advance(Duration.ofSeconds(random.nextInt(5)));
      }
      int steps = random.nextInt(30);
      for (int each = 0; each < steps; each++) {
        lab.step();
      }
    }
    lab.advance(Duration.ofMinutes(10));
    assertThat(lab.list(Kinds.PODS))
        .as("seed " + seed)
        .extracting(Metadata::name)
        .containsExactlyElementsOf(
            IntStream.range(0, replicas).mapToObj(each -> "web-" + each).toList());
    String wanted = image;
    assertThat(lab.list(Kinds.PODS))
        .as("seed " + seed)
        .allSatisfy(pod -> {
          assertThat(Pods.ready(pod)).isTrue();
          assertThat(pod.at("/spec/containers/0/image").asText()).isEqualTo(wanted);
        });
    checkStatus(lab.get(Kinds.STATEFUL_SETS, "web"), replicas);
  }

  private static void checkStatus(ObjectNode set, int replicas) {
    JsonNode status = set.path("status");
    for (String each :
        List.of("replicas", "readyReplicas", "availableReplicas", "updatedReplicas")) {
      assertThat(status.path(each).asInt()).as(each).isEqualTo(replicas);
    }
    assertThat(status.path("observedGeneration").asLong()).isEqualTo(Metadata.generation(set));
    assertThat(status.path("currentRevision")).isEqualTo(status.path("updateRevision"));
  }

  private void disturb(Simulation lab, Random random) {
    List<ObjectNode> pods = lab.list(Kinds.PODS);
    if (!pods.isEmpty()) {
      ObjectNode pod = pods.get(random.nextInt(pods.size()));
      disturbed.add(Metadata.uid(pod));
      lab.delete(Kinds.PODS, Metadata.name(pod));
    }
  }

  /** A pod is only created or deleted while no pod of the same doing is down. */
  private void checkStep(Simulation lab, long seed) {
    Map<String, ObjectNode> pods = new LinkedHashMap<>();
    lab.list(Kinds.PODS).forEach(each -> pods.put(Metadata.uid(each), each));
    for (ObjectNode each : pods.values()) {
      String uid = Metadata.uid(each);
      String what = "seed " + seed + ", " + Metadata.name(each);
      if (!before.containsKey(uid)) {
        assertThat(down(pods, ordinal(each))).as(what + " created").isEmpty();
      } else if (Metadata.deleting(each)
          && !Metadata.deleting(before.get(uid))
          && !disturbed.contains(uid)) {
        int wanted = lab.get(Kinds.STATEFUL_SETS, "web").path("spec").path("replicas").asInt();
        List<String> others = new ArrayList<>(down(pods, wanted));
        others.remove(Metadata.name(each));
        assertThat(others).as(what + " deleted").isEmpty();
        assertThat(pods.values())
            .as(what + " deleted")
            .filteredOn(Metadata::deleting)
            .filteredOn(other -> !disturbed.contains(Metadata.uid(other)))
            .hasSize(1);
      }
    }
    before = pods;
  }

  /** The pods below a number that are down, but for those that the scenario deleted. */
  private List<String> down(Map<String, ObjectNode> pods, int below) {
    return pods.values().stream()
        .filter(each -> ordinal(each) < below && !up(each))
        .filter(each -> !disturbed.contains(Metadata.uid(each)))
        .map(Metadata::name)
        .toList();
  }

  private static int ordinal(ObjectNode pod) {
    return Integer.parseInt(Metadata.name(pod).substring("web-".length()));
  }

  private static boolean up(ObjectNode pod) {
    return Pods.ready(pod) && !Metadata.deleting(pod);
  }

  private static void create(Simulation lab, String policy) {
    lab.create(
        Kinds.STATEFUL_SETS,
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, namespace: default}
        spec:
          replicas: 3
          podManagementPolicy: %s
          serviceName: web
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
            .formatted(policy));
  }
}
