package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Gives pods to nodes: to the one with the fewest pods among those that are ready, schedulable,
 * tolerated, selected and have room for one more. Resources, spreading and affinity between pods do
 * not count here.
 */
final class Assignment implements Controller {

  private static final String NAME = "default-scheduler";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(Kinds.PODS, Kinds.NODES, Kinds.CLAIMS);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (type.equals(Kinds.PODS)) {
      if (waits(object)) {
        keys.accept(NamespacedName.of(object));
      }
      return;
    }
    List<ObjectNode> pods =
        type.equals(Kinds.NODES)
            ? caches.of(Kinds.PODS).all()
            : caches.of(Kinds.PODS).in(Metadata.namespace(object));
    pods.stream().filter(Assignment::waits).map(NamespacedName::of).forEach(keys);
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    Optional<ObjectNode> found = caches.of(Kinds.PODS).get(key).filter(Assignment::waits);
    if (found.isEmpty()) {
      return outcome;
    }
    ObjectNode pod = found.get();
    if (!pod.path("spec").path("schedulingGates").isEmpty()) {
      refuse(
          pod,
          "SchedulingGated",
          "Scheduling is blocked due to non-empty scheduling gates",
          now,
          outcome);
      return outcome;
    }
    Map<String, Integer> reasons = new TreeMap<>();
    Optional<String> unbound = unbound(pod, caches);
    List<ObjectNode> nodes = caches.of(Kinds.NODES).all();
    Map<String, Integer> load = new HashMap<>();
    caches.of(Kinds.PODS).all().stream()
        .filter(each -> !Pods.ended(each))
        .forEach(each -> load.merge(Pods.node(each), 1, Integer::sum));
    List<ObjectNode> fitting = new ArrayList<>();
    for (ObjectNode each : nodes) {
      Optional<String> why =
          unbound.or(
              () -> NodeFitting.obstacle(pod, each, load.getOrDefault(Metadata.name(each), 0)));
      why.ifPresentOrElse(
          reason -> reasons.merge(reason, 1, Integer::sum), () -> fitting.add(each));
    }
    fitting.stream()
        .min(
            Comparator.comparingInt((ObjectNode each) -> load.getOrDefault(Metadata.name(each), 0))
                .thenComparing(Metadata::name))
        .ifPresentOrElse(
            node -> bind(pod, Metadata.name(node), outcome),
            () -> refuse(pod, "Unschedulable", message(nodes.size(), reasons), now, outcome));
    return outcome;
  }

  private static boolean waits(JsonNode pod) {
    return Pods.node(pod).isEmpty()
        && Pods.active(pod)
        && pod.path("spec").path("schedulerName").asText(NAME).equals(NAME);
  }

  private static void bind(ObjectNode pod, String node, Outcome outcome) {
    ObjectNode binding = Json.object().put("apiVersion", "v1").put("kind", "Binding");
    binding
        .putObject("metadata")
        .put("name", Metadata.name(pod))
        .put("namespace", Metadata.namespace(pod))
        .put("uid", Metadata.uid(pod));
    binding.putObject("target").put("apiVersion", "v1").put("kind", "Node").put("name", node);
    outcome.add(new Action.Post(Kinds.PODS, NamespacedName.of(pod), binding, "binding"));
    String message =
        "Successfully assigned %s/%s to %s"
            .formatted(Metadata.namespace(pod), Metadata.name(pod), node);
    outcome.add(Action.tell(pod, NAME, "Scheduled", message));
  }

  private static void refuse(
      ObjectNode pod, String reason, String message, Instant now, Outcome outcome) {
    ObjectNode next = pod.deepCopy();
    ObjectNode status = next.withObjectProperty("status");
    Conditions.set(status, "PodScheduled", "False", reason, message, Timestamps.seconds(now));
    if (!next.equals(pod)) {
      outcome.add(new Action.UpdateStatus(Kinds.PODS, next));
      if (reason.equals("Unschedulable")) {
        outcome.add(Action.warn(pod, NAME, "FailedScheduling", message));
      }
    }
  }

  private static String message(int nodes, Map<String, Integer> reasons) {
    if (nodes == 0) {
      return "no nodes available to schedule pods";
    }
    List<String> parts = new ArrayList<>();
    reasons.forEach((reason, count) -> parts.add(count + " " + reason));
    return "0/%d nodes are available: %s.".formatted(nodes, String.join(", ", parts));
  }

  /** Why the pod's claims keep it from every node. */
  private static Optional<String> unbound(ObjectNode pod, Caches caches) {
    for (JsonNode each : pod.path("spec").path("volumes")) {
      String claim = VolumeBinding.claimName(pod, each);
      if (!claim.isEmpty()) {
        Optional<ObjectNode> found =
            caches.of(Kinds.CLAIMS).get(new NamespacedName(Metadata.namespace(pod), claim));
        if (found.isEmpty()) {
          return Optional.of("persistentvolumeclaim \"" + claim + "\" not found");
        }
        if (!found.get().path("status").path("phase").asText().equals("Bound")) {
          return Optional.of("pod has unbound immediate PersistentVolumeClaims");
        }
      }
    }
    return Optional.empty();
  }
}
