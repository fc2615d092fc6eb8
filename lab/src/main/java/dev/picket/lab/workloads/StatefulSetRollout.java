package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.workloads.Action.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The next step of a StatefulSet: pods that are missing, then those that are too many, then those
 * of another revision. Unless its policy is Parallel, each step waits for every pod before.
 */
final class StatefulSetRollout {

  private final ObjectNode set;
  private final StatefulSetRevisions revisions;
  private final StatefulSetStatus status;
  private final StatefulSetClaims claims;
  private final Outcome outcome;
  private final boolean ordered;
  private final int first;
  private final int last;

  StatefulSetRollout(
      ObjectNode set,
      StatefulSetRevisions revisions,
      StatefulSetStatus status,
      StatefulSetClaims claims,
      Outcome outcome) {
    this.set = set;
    this.revisions = revisions;
    this.status = status;
    this.claims = claims;
    this.outcome = outcome;
    this.ordered = !set.path("spec").path("podManagementPolicy").asText().equals("Parallel");
    this.first = StatefulSetPods.start(set);
    this.last = first + StatefulSetPods.replicas(set) - 1;
  }

  void advance(List<ObjectNode> pods) {
    Map<Integer, ObjectNode> wanted = new TreeMap<>();
    Map<Integer, ObjectNode> condemned = new TreeMap<>(Comparator.reverseOrder());
    for (ObjectNode each : pods) {
      int ordinal = StatefulSetPods.ordinal(set, Metadata.name(each));
      (ordinal >= first && ordinal <= last ? wanted : condemned).put(ordinal, each);
    }
    Optional<ObjectNode> unhealthy = firstUnhealthy(wanted, condemned);
    for (int ordinal = first; ordinal <= last; ordinal++) {
      if (waits(ordinal, wanted)) {
        return;
      }
    }
    condemned.forEach((ordinal, pod) -> claims.retain(pod, ordinal, true));
    for (ObjectNode each : condemned.values()) {
      if (condemn(each, unhealthy)) {
        return;
      }
    }
    update(wanted);
  }

  /** Sees to one pod that shall be there; returns whether all else has to wait for it. */
  private boolean waits(int ordinal, Map<Integer, ObjectNode> pods) {
    ObjectNode pod = pods.get(ordinal);
    if (pod == null) {
      if (!claims.going(ordinal)) {
        create(ordinal, pods);
      }
      return ordered;
    }
    if (Pods.ended(pod)) {
      replaceEnded(pod);
      return ordered;
    }
    if (Pods.phase(pod).equals("Pending") && !Metadata.deleting(pod)) {
      claims.create(ordinal);
    }
    if (ordered && (Metadata.deleting(pod) || !status.runningAndAvailable(pod))) {
      return true;
    }
    claims.retain(pod, ordinal, false);
    ObjectNode identified = pod.deepCopy();
    StatefulSetPods.identify(set, identified, ordinal);
    if (!identified.equals(pod)) {
      outcome.add(new Action.Update(Kinds.PODS, identified));
    }
    return false;
  }

  private void create(int ordinal, Map<Integer, ObjectNode> pods) {
    boolean former = rolling() && ordinal < first + partition();
    ObjectNode revision = former ? revisions.current() : revisions.update();
    ObjectNode pod = StatefulSetPods.make(set, revision, ordinal);
    claims.create(ordinal);
    outcome.add(
        new Action.Create(Kinds.PODS, pod, report("SuccessfulCreate", "FailedCreate", pod)));
    status.created(pod);
    // So that the update below sees that there is nothing to wait for but it.
    pods.put(ordinal, pod);
  }

  private void replaceEnded(ObjectNode pod) {
    if (Metadata.deleting(pod)) {
      return;
    }
    boolean failed = Pods.phase(pod).equals("Failed");
    String message =
        "StatefulSet %s/%s is recreating %s Pod %s"
            .formatted(
                Metadata.namespace(set),
                Metadata.name(set),
                failed ? "failed" : "terminated",
                Metadata.name(pod));
    outcome.add(
        failed
            ? Action.warn(set, StatefulSetController.NAME, "RecreatingFailedPod", message)
            : Action.tell(set, StatefulSetController.NAME, "RecreatingTerminatedPod", message));
    delete(pod);
  }

  /** Deletes one pod too many when it is its turn; returns whether all else has to wait. */
  private boolean condemn(ObjectNode pod, Optional<ObjectNode> unhealthy) {
    if (Metadata.deleting(pod)) {
      return ordered;
    }
    boolean mayGo =
        !ordered || status.runningAndAvailable(pod) || unhealthy.filter(pod::equals).isPresent();
    if (mayGo) {
      delete(pod);
    }
    return ordered;
  }

  /** Deletes the highest pod of another revision, when all above it are healthy. */
  private void update(Map<Integer, ObjectNode> pods) {
    if (!rolling()) {
      return;
    }
    for (int ordinal = last; ordinal >= first + partition(); ordinal--) {
      ObjectNode pod = pods.get(ordinal);
      if (pod == null) {
        return;
      }
      boolean old = !StatefulSetRevisions.revision(pod).equals(revisions.updateName());
      if (old && !Metadata.deleting(pod)) {
        delete(pod);
        return;
      }
      if (Metadata.deleting(pod) || !status.runningAndAvailable(pod)) {
        return;
      }
    }
  }

  /** The first of the wanted, or the highest of the others, that is not well. */
  private Optional<ObjectNode> firstUnhealthy(
      Map<Integer, ObjectNode> wanted, Map<Integer, ObjectNode> condemned) {
    for (int ordinal = first; ordinal <= last; ordinal++) {
      ObjectNode pod = wanted.get(ordinal);
      if (pod == null) {
        return Optional.empty();
      }
      if (!healthy(pod)) {
        return Optional.of(pod);
      }
    }
    return condemned.values().stream().filter(each -> !healthy(each)).findFirst();
  }

  private static boolean healthy(ObjectNode pod) {
    return StatefulSetPods.runningAndReady(pod) && !Metadata.deleting(pod);
  }

  private void delete(ObjectNode pod) {
    Report report = report("SuccessfulDelete", "FailedDelete", pod);
    outcome.add(Action.delete(Kinds.PODS, pod, report));
    status.deleted(pod);
  }

  private Report report(String done, String failed, ObjectNode pod) {
    String verb = done.equals("SuccessfulCreate") ? "create" : "delete";
    String where = " in StatefulSet " + Metadata.name(set);
    return new Report(
        set,
        StatefulSetController.NAME,
        done,
        verb + " Pod ",
        where + " successful",
        failed,
        verb + " Pod " + Metadata.name(pod) + where + " failed error: ");
  }

  private boolean rolling() {
    return strategy().path("type").asText().equals("RollingUpdate");
  }

  private int partition() {
    return strategy().path("rollingUpdate").path("partition").asInt(0);
  }

  private JsonNode strategy() {
    return set.path("spec").path("updateStrategy");
  }
}
