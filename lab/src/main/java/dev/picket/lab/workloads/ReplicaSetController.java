package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Cache;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.workloads.Action.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps as many pods as a ReplicaSet, or a ReplicationController, wants. */
final class ReplicaSetController implements Controller {

  /** As many as the real one creates or deletes at a time. */
  private static final int BURST = 500;

  private final ResourceType type;
  private final String name;

  private ReplicaSetController(ResourceType type, String name) {
    this.type = type;
    this.name = name;
  }

  static ReplicaSetController ofReplicaSets() {
    return new ReplicaSetController(Kinds.REPLICA_SETS, "replicaset-controller");
  }

  static ReplicaSetController ofReplicationControllers() {
    return new ReplicaSetController(Kinds.REPLICATION_CONTROLLERS, "replication-controller");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(type, Kinds.PODS);
  }

  @Override
  public void concerned(
      ResourceType changed, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (changed.equals(Kinds.PODS)) {
      Claims.owners(object, caches.of(type), keys);
    } else {
      keys.accept(NamespacedName.of(object));
    }
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    Optional<ObjectNode> found = caches.of(type).get(key);
    if (found.isPresent()) {
      ObjectNode set = found.get();
      Cache pods = caches.of(Kinds.PODS);
      List<ObjectNode> candidates =
          pods.in(key.namespace()).stream().filter(each -> !Pods.ended(each)).toList();
      List<ObjectNode> claimed =
          Claims.claim(Kinds.PODS, candidates, set, each -> Claims.selects(set, each), outcome);
      List<ObjectNode> active = claimed.stream().filter(Pods::active).toList();
      status(set, active, now, outcome);
      if (!Metadata.deleting(set)) {
        resize(set, active, related(set, caches), now, outcome);
      }
    }
    return outcome;
  }

  private void resize(
      ObjectNode set,
      List<ObjectNode> active,
      List<ObjectNode> related,
      Instant now,
      Outcome outcome) {
    int excess = active.size() - set.path("spec").path("replicas").asInt(1);
    if (excess < 0) {
      Report report =
          new Report(
              set, name, "SuccessfulCreate", "Created pod: ", "FailedCreate", "Error creating: ");
      for (int each = 0; each < Math.min(-excess, BURST); each++) {
        ObjectNode pod = Pods.fromTemplate(set.path("spec").path("template"), set);
        outcome.add(new Action.Create(Kinds.PODS, pod, report));
      }
    } else if (excess > 0) {
      Report report =
          new Report(
              set, name, "SuccessfulDelete", "Deleted pod: ", "FailedDelete", "Error deleting: ");
      PodRanking.leastWanted(active, related, Math.min(excess, BURST), now)
          .forEach(pod -> outcome.add(Action.delete(Kinds.PODS, pod, report)));
    }
  }

  /** The pods of every set that the same owner controls, which tells where they crowd. */
  private List<ObjectNode> related(ObjectNode set, Caches caches) {
    String owner = Metadata.controllerUid(set);
    List<ObjectNode> sets = owner.isEmpty() ? List.of(set) : caches.of(type).controlledBy(owner);
    List<ObjectNode> related = new ArrayList<>();
    sets.forEach(each ->
        caches.of(Kinds.PODS).controlledBy(Metadata.uid(each)).stream()
            .filter(Pods::active)
            .forEach(related::add));
    return related;
  }

  private void status(ObjectNode set, List<ObjectNode> active, Instant now, Outcome outcome) {
    long minReady = set.path("spec").path("minReadySeconds").asLong();
    JsonNode wanted = set.path("spec").path("template").path("metadata").path("labels");
    int labeled = 0;
    int ready = 0;
    int available = 0;
    for (ObjectNode each : active) {
      labeled += Selectors.plain(wanted, Metadata.labels(each)) ? 1 : 0;
      Optional<Duration> left = Pods.untilAvailable(each, minReady, now);
      ready += left.isPresent() ? 1 : 0;
      available += left.filter(Duration::isZero).isPresent() ? 1 : 0;
      left.filter(wait -> !wait.isZero()).ifPresent(outcome::again);
    }
    ObjectNode next = set.deepCopy();
    ObjectNode status = next.withObjectProperty("status");
    status.put("replicas", active.size());
    Counts.put(status, "fullyLabeledReplicas", labeled);
    Counts.put(status, "readyReplicas", ready);
    Counts.put(status, "availableReplicas", available);
    long observed = Math.max(status.path("observedGeneration").asLong(), Metadata.generation(set));
    Counts.put(status, "observedGeneration", observed);
    boolean enough = active.size() >= set.path("spec").path("replicas").asInt(1);
    if (enough) {
      Conditions.remove(status, "ReplicaFailure");
    }
    if (!next.equals(set)) {
      outcome.add(new Action.UpdateStatus(type, next));
    }
  }
}
