package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a StatefulSet's status will say, counted from its pods and from what is done about them. */
final class StatefulSetStatus {

  private final ObjectNode set;
  private final StatefulSetRevisions revisions;
  private final Instant now;
  private int replicas;
  private int ready;
  private int available;
  private int current;
  private int updated;

  StatefulSetStatus(ObjectNode set, StatefulSetRevisions revisions, Instant now) {
    this.set = set;
    this.revisions = revisions;
    this.now = now;
  }

  /** Counts what there is, and has the set looked at again when a pod becomes available. */
  void count(List<ObjectNode> pods, Outcome outcome) {
    for (ObjectNode each : pods) {
      replicas++;
      if (StatefulSetPods.runningAndReady(each)) {
        ready++;
        Optional<Duration> left = Pods.untilAvailable(each, minReadySeconds(), now);
        available += left.filter(Duration::isZero).isPresent() ? 1 : 0;
        left.filter(wait -> !wait.isZero()).ifPresent(outcome::again);
      }
      if (!Metadata.deleting(each)) {
        change(each, 1);
      }
    }
  }

  void created(ObjectNode pod) {
    replicas++;
    change(pod, 1);
  }

  void deleted(ObjectNode pod) {
    change(pod, -1);
  }

  boolean runningAndAvailable(ObjectNode pod) {
    return StatefulSetPods.runningAndReady(pod) && Pods.available(pod, minReadySeconds(), now);
  }

  /** Adds the update of the status, if anything is new. */
  void write(Outcome outcome) {
    ObjectNode next = set.deepCopy();
    ObjectNode status = next.withObjectProperty("status");
    Counts.put(status, "observedGeneration", Metadata.generation(set));
    status.put("replicas", replicas);
    Counts.put(status, "readyReplicas", ready);
    status.put("availableReplicas", available);
    Counts.put(status, "updatedReplicas", updated);
    status.put("updateRevision", revisions.updateName());
    boolean complete = complete();
    Counts.put(status, "currentReplicas", complete ? updated : current);
    status.put("currentRevision", complete ? revisions.updateName() : revisions.currentName());
    if (!status.has("collisionCount")) {
      status.put("collisionCount", 0);
    }
    if (!next.equals(set)) {
      outcome.add(new Action.UpdateStatus(Kinds.STATEFUL_SETS, next));
    }
  }

  private boolean complete() {
    JsonNode strategy = set.path("spec").path("updateStrategy").path("type");
    int wanted = StatefulSetPods.replicas(set);
    return strategy.asText().equals("RollingUpdate")
        && updated == wanted
        && ready == wanted
        && replicas == wanted;
  }

  private void change(ObjectNode pod, int by) {
    String revision = StatefulSetRevisions.revision(pod);
    current += revision.equals(revisions.currentName()) ? by : 0;
    updated += revision.equals(revisions.updateName()) ? by : 0;
  }

  private long minReadySeconds() {
    return set.path("spec").path("minReadySeconds").asLong();
  }
}
