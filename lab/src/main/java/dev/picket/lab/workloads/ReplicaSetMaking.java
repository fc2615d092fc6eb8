package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the ReplicaSet of a Deployment's template, or takes up the one that is there. */
final class ReplicaSetMaking {

  static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  private static final int HISTORY_LENGTH = 2_000;

  /** Annotations of a Deployment that its ReplicaSets do not get. */
  private static final Set<String> OWN =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          REVISION,
          HISTORY,
          Rollout.DESIRED,
          Rollout.MAXIMUM,
          "deprecated.deployment.rollback.to");

  private final Rollout rollout;
  private final DeploymentStatus status;
  private final Outcome outcome;

  ReplicaSetMaking(Rollout rollout, DeploymentStatus status, Outcome outcome) {
    this.rollout = rollout;
    this.status = status;
    this.outcome = outcome;
  }

  static long revision(JsonNode object) {
    String revision = Metadata.annotation(object, REVISION);
    return revision.matches("\\d{1,18}") ? Long.parseLong(revision) : 0;
  }

  /**
   * Gives the newest set and its Deployment the newest revision.
   *
   * @return whether anything changes, so that the next look goes on
   */
  boolean syncRevision() {
    Optional<ObjectNode> newest = rollout.newest();
    if (newest.isEmpty()) {
      return false;
    }
    ObjectNode next = newest.get().deepCopy();
    annotate(next, true);
    JsonNode minReady = rollout.spec().path("minReadySeconds");
    Counts.put(next.withObjectProperty("spec"), "minReadySeconds", minReady.asLong());
    if (!next.equals(newest.get())) {
      outcome.add(new Action.Update(Kinds.REPLICA_SETS, next));
      return true;
    }
    if (Conditions.find(status.status(), "Progressing").isEmpty()) {
      status.replicaSet(
          "FoundNewReplicaSet", "Found new replica set \"" + Metadata.name(next) + "\"");
    }
    return noteRevision(Metadata.annotation(next, REVISION));
  }

  /**
   * Creates the newest set if there is none.
   *
   * @return whether there was none
   */
  boolean create(Caches caches) {
    if (rollout.newest().isPresent()) {
      return false;
    }
    long collisions = rollout.deployment().path("status").path("collisionCount").asLong();
    String hash = TemplateHash.of(rollout.spec().path("template"), collisions);
    String name = Metadata.name(rollout.deployment()) + "-" + hash;
    NamespacedName key = new NamespacedName(Metadata.namespace(rollout.deployment()), name);
    if (caches.of(Kinds.REPLICA_SETS).get(key).isPresent()) {
      Counts.put(status.status(), "collisionCount", collisions + 1);
      return true;
    }
    ObjectNode set = set(key, hash);
    int replicas = rollout.newestReplicas(0);
    set.withObjectProperty("spec").put("replicas", replicas);
    annotate(set, false);
    outcome.add(new Action.Create(Kinds.REPLICA_SETS, set, null));
    if (replicas > 0) {
      Scaling.tell(rollout, name, 0, replicas, outcome);
    }
    status.replicaSet("NewReplicaSetCreated", "Created new replica set \"" + name + "\"");
    return true;
  }

  private ObjectNode set(NamespacedName key, String hash) {
    ObjectNode set = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    JsonNode template = rollout.spec().path("template");
    ObjectNode metadata = set.putObject("metadata");
    metadata.put("name", key.name()).put("namespace", key.namespace());
    ObjectNode labels = metadata.putObject("labels");
    Metadata.labels(template).forEach(labels::put);
    labels.put(Rollout.HASH, hash);
    Metadata.setController(set, rollout.deployment());
    ObjectNode spec = set.putObject("spec");
    Counts.put(spec, "minReadySeconds", rollout.spec().path("minReadySeconds").asLong());
    ObjectNode selector = rollout.spec().path("selector").deepCopy();
    selector.withObjectProperty("matchLabels").put(Rollout.HASH, hash);
    spec.set("selector", selector);
    ObjectNode copy = template.deepCopy();
    copy.withObjectProperty("metadata").withObjectProperty("labels").put(Rollout.HASH, hash);
    spec.set("template", copy);
    return set;
  }

  /** Sets what a Deployment tells its newest set by annotations. */
  private void annotate(ObjectNode set, boolean exists) {
    ObjectNode annotations = set.withObjectProperty("metadata").withObjectProperty("annotations");
    Map<String, String> given =
        Metadata.texts(rollout.deployment().path("metadata").path("annotations"));
    given.forEach((key, value) -> {
      if (!OWN.contains(key)) {
        annotations.put(key, value);
      }
    });
    long next = 1 + rollout.old().stream().mapToLong(ReplicaSetMaking::revision).max().orElse(0);
    long former = revision(set);
    if (former < next) {
      annotations.put(REVISION, Long.toString(next));
      if (exists && former > 0) {
        history(annotations, former);
      }
    }
    if (!exists) {
      Scaling.note(set, rollout);
    }
  }

  /** Remembers the revisions that a set had before it was rolled back to. */
  private static void history(ObjectNode annotations, long former) {
    Set<String> all = new LinkedHashSet<>();
    for (String each : annotations.path(HISTORY).asText().split(",", -1)) {
      if (!each.isEmpty()) {
        all.add(each);
      }
    }
    all.add(Long.toString(former));
    while (String.join(",", all).length() > HISTORY_LENGTH) {
      all.remove(all.iterator().next());
    }
    annotations.put(HISTORY, String.join(",", all));
  }

  private boolean noteRevision(String revision) {
    if (Metadata.annotation(rollout.deployment(), REVISION).equals(revision)) {
      return false;
    }
    ObjectNode next = rollout.deployment().deepCopy();
    next.withObjectProperty("metadata").withObjectProperty("annotations").put(REVISION, revision);
    // With its status, as the real controller does it: a change of annotations alone would count
    // as a new generation.
    outcome.add(new Action.UpdateStatus(Kinds.DEPLOYMENTS, next));
    return true;
  }
}
