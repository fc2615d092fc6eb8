package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.ResourceType;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rolls out Deployments by ReplicaSets, in the order and with the arithmetic of the real one. */
final class DeploymentController implements Controller {

  static final String NAME = "deployment-controller";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(Kinds.DEPLOYMENTS, Kinds.REPLICA_SETS, Kinds.PODS);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (type.equals(Kinds.DEPLOYMENTS)) {
      keys.accept(NamespacedName.of(object));
    } else if (type.equals(Kinds.REPLICA_SETS)) {
      Claims.owners(object, caches.of(Kinds.DEPLOYMENTS), keys);
    } else if (Metadata.deleting(object) || Pods.ended(object)) {
      // Only a Deployment that recreates waits for the end of pods.
      recreating(object, caches, keys);
    }
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    Optional<ObjectNode> found = caches.of(Kinds.DEPLOYMENTS).get(key);
    if (found.isEmpty()) {
      return outcome;
    }
    ObjectNode deployment = found.get();
    List<ObjectNode> sets =
        Claims.claim(
            Kinds.REPLICA_SETS,
            caches.of(Kinds.REPLICA_SETS).in(key.namespace()),
            deployment,
            each -> Claims.selects(deployment, each),
            outcome);
    if (!outcome.idle()) {
      return outcome;
    }
    Rollout rollout = Rollout.of(deployment, sets);
    DeploymentStatus status = new DeploymentStatus(rollout, now);
    if (Metadata.deleting(deployment)) {
      status.count();
    } else {
      advance(rollout, status, caches, outcome);
    }
    boolean updated =
        outcome.actions().stream()
            .anyMatch(each ->
                each instanceof Action.UpdateStatus update
                    && update.type().equals(Kinds.DEPLOYMENTS));
    // After an update the status is of an older revision; the next look will see to it.
    if (!updated && !status.status().equals(deployment.path("status"))) {
      ObjectNode next = deployment.deepCopy();
      next.set("status", status.status());
      outcome.add(new Action.UpdateStatus(Kinds.DEPLOYMENTS, next));
    }
    status.untilDeadline().ifPresent(outcome::again);
    return outcome;
  }

  private static void advance(
      Rollout rollout, DeploymentStatus status, Caches caches, Outcome outcome) {
    status.pausing();
    ReplicaSetMaking making = new ReplicaSetMaking(rollout, status, outcome);
    if (rollout.paused() || resized(rollout)) {
      if (making.syncRevision()) {
        status.count();
        return;
      }
      new Scaling(rollout, outcome).scale();
      if (rollout.paused()) {
        cleanUp(rollout, outcome);
      }
      status.count();
    } else if (rollout.rolling()) {
      if (making.syncRevision() || making.create(caches)) {
        status.count().progress();
        return;
      }
      new Scaling(rollout, outcome).roll();
      status.count().progress();
      if (status.complete()) {
        cleanUp(rollout, outcome);
      }
    } else {
      recreate(rollout, status, making, caches, outcome);
    }
  }

  private static void recreate(
      Rollout rollout,
      DeploymentStatus status,
      ReplicaSetMaking making,
      Caches caches,
      Outcome outcome) {
    boolean busy =
        making.syncRevision()
            || new Scaling(rollout, outcome).emptyOld()
            || oldPods(rollout, caches)
            || making.create(caches);
    if (!busy) {
      new Scaling(rollout, outcome).fillNewest();
    }
    status.count().progress();
    if (!busy && status.complete()) {
      cleanUp(rollout, outcome);
    }
  }

  private static boolean oldPods(Rollout rollout, Caches caches) {
    return rollout.old().stream()
        .flatMap(each -> caches.of(Kinds.PODS).controlledBy(Metadata.uid(each)).stream())
        .anyMatch(pod -> !Pods.ended(pod));
  }

  /** Whether the Deployment's size is not the one that its sets were made for. */
  private static boolean resized(Rollout rollout) {
    String wanted = Integer.toString(rollout.wanted());
    return rollout.active(rollout.all()).stream()
        .map(each -> Metadata.annotation(each, Rollout.DESIRED))
        .anyMatch(noted -> !noted.isEmpty() && !noted.equals(wanted));
  }

  /** Deletes what history no longer keeps. */
  private static void cleanUp(Rollout rollout, Outcome outcome) {
    JsonNode limit = rollout.spec().path("revisionHistoryLimit");
    if (!limit.isNumber() || limit.asInt() == Integer.MAX_VALUE) {
      return;
    }
    List<ObjectNode> kept =
        rollout.old().stream()
            .filter(each -> !Metadata.deleting(each))
            .sorted(Comparator.comparingLong(ReplicaSetMaking::revision))
            .toList();
    for (ObjectNode each : kept.subList(0, Math.max(0, kept.size() - limit.asInt()))) {
      boolean empty =
          Rollout.replicas(each) == 0
              && Rollout.status(each, "replicas") == 0
              && Metadata.generation(each)
                  <= each.path("status").path("observedGeneration").asLong();
      if (empty) {
        outcome.add(Action.delete(Kinds.REPLICA_SETS, each, null));
      }
    }
  }

  private static void recreating(ObjectNode pod, Caches caches, Consumer<NamespacedName> keys) {
    Map<NamespacedName, ObjectNode> owners = new LinkedHashMap<>();
    Metadata.controller(pod)
        .map(owner -> new NamespacedName(Metadata.namespace(pod), owner.path("name").asText()))
        .flatMap(caches.of(Kinds.REPLICA_SETS)::get)
        .flatMap(set ->
            Metadata.controller(set)
                .map(owner ->
                    new NamespacedName(Metadata.namespace(pod), owner.path("name").asText())))
        .ifPresent(name ->
            caches.of(Kinds.DEPLOYMENTS).get(name).ifPresent(each -> owners.put(name, each)));
    owners.forEach((name, each) -> {
      if (each.path("spec").path("strategy").path("type").asText().equals("Recreate")) {
        keys.accept(name);
      }
    });
  }
}
