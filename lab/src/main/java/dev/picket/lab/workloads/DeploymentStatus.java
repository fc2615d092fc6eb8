package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The status of a Deployment: counts, and the conditions Available and Progressing. */
final class DeploymentStatus {

  private static final String PROGRESSING = "Progressing";
  private static final String EXCEEDED = "ProgressDeadlineExceeded";
  private static final String COMPLETE = "NewReplicaSetAvailable";

  private final Rollout rollout;
  private final Instant now;
  private final ObjectNode status;
  private final JsonNode before;

  DeploymentStatus(Rollout rollout, Instant now) {
    this.rollout = rollout;
    this.now = now;
    this.before = rollout.deployment().path("status");
    this.status = before instanceof ObjectNode object ? object.deepCopy() : Json.object();
  }

  ObjectNode status() {
    return status;
  }

  /** Counts, and whether enough is available. */
  DeploymentStatus count() {
    List<ObjectNode> all = rollout.all();
    int available = Rollout.sum(all, "availableReplicas");
    Counts.put(status, "observedGeneration", Metadata.generation(rollout.deployment()));
    Counts.put(status, "replicas", Rollout.sum(all, "replicas"));
    Counts.put(
        status,
        "updatedReplicas",
        rollout.newest().map(each -> Rollout.status(each, "replicas")).orElse(0));
    Counts.put(status, "readyReplicas", Rollout.sum(all, "readyReplicas"));
    Counts.put(status, "availableReplicas", available);
    Counts.put(status, "unavailableReplicas", Math.max(0, Rollout.sum(all) - available));
    if (available >= rollout.wanted() - rollout.maxUnavailable()) {
      set("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
    } else {
      set(
          "Available",
          "False",
          "MinimumReplicasUnavailable",
          "Deployment does not have minimum availability.");
    }
    return this;
  }

  /** Says how the rollout gets on. */
  DeploymentStatus progress() {
    Optional<ObjectNode> current = Conditions.find(before, PROGRESSING);
    if (!hasDeadline()) {
      Conditions.remove(status, PROGRESSING);
      return this;
    }
    boolean settled =
        count(status, "replicas") == count(status, "updatedReplicas")
            && current.filter(each -> reason(each).equals(COMPLETE)).isPresent();
    if (settled) {
      return this;
    }
    if (complete()) {
      set(PROGRESSING, "True", COMPLETE, subject() + " has successfully progressed.");
    } else if (advanced()) {
      advance(current);
    } else if (timedOut(current)) {
      set(PROGRESSING, "False", EXCEEDED, subject() + " has timed out progressing.");
    }
    return this;
  }

  /** Says that a ReplicaSet was made or found. */
  void replicaSet(String reason, String message) {
    if (hasDeadline()) {
      set(PROGRESSING, "True", reason, message);
    }
  }

  /** Says that it is paused, or no longer. */
  DeploymentStatus pausing() {
    Optional<ObjectNode> current = Conditions.find(status, PROGRESSING);
    if (!hasDeadline() || current.filter(each -> reason(each).equals(EXCEEDED)).isPresent()) {
      return this;
    }
    boolean said = current.filter(each -> reason(each).equals("DeploymentPaused")).isPresent();
    if (rollout.paused() && !said) {
      set(PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused");
    } else if (!rollout.paused() && said) {
      set(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed");
    }
    return this;
  }

  /** Whether nothing is left to do. */
  boolean complete() {
    int wanted = rollout.wanted();
    return count(status, "updatedReplicas") == wanted
        && count(status, "replicas") == wanted
        && count(status, "availableReplicas") == wanted;
  }

  /** When the deadline is over; empty when none runs. */
  Optional<Duration> untilDeadline() {
    return Conditions.find(status, PROGRESSING)
        .filter(each -> hasDeadline())
        .filter(each -> !List.of(COMPLETE, EXCEEDED).contains(reason(each)))
        .map(each -> left(each).plusSeconds(1));
  }

  private void advance(Optional<ObjectNode> current) {
    String time = Timestamps.seconds(now);
    ObjectNode next = Json.object().put("type", PROGRESSING).put("status", "True");
    String since =
        current
            .filter(each -> each.path("status").asText().equals("True"))
            .map(each -> each.path("lastTransitionTime").asText())
            .orElse(time);
    next.put("lastUpdateTime", time).put("lastTransitionTime", since);
    next.put("reason", "ReplicaSetUpdated").put("message", subject() + " is progressing.");
    Conditions.put(status, PROGRESSING, next);
  }

  private boolean advanced() {
    int stale = count(status, "replicas") - count(status, "updatedReplicas");
    int staleBefore = count(before, "replicas") - count(before, "updatedReplicas");
    return count(status, "updatedReplicas") > count(before, "updatedReplicas")
        || stale < staleBefore
        || count(status, "readyReplicas") > count(before, "readyReplicas")
        || count(status, "availableReplicas") > count(before, "availableReplicas");
  }

  private boolean timedOut(Optional<ObjectNode> current) {
    if (current.isEmpty() || reason(current.get()).equals(COMPLETE)) {
      return false;
    }
    return reason(current.get()).equals(EXCEEDED) || left(current.get()).isNegative();
  }

  private Duration left(JsonNode condition) {
    String updated = condition.path("lastUpdateTime").asText();
    Instant from = updated.isEmpty() ? now : Instant.parse(updated);
    long seconds = rollout.spec().path("progressDeadlineSeconds").asLong();
    return Duration.between(now, from.plusSeconds(seconds));
  }

  private boolean hasDeadline() {
    JsonNode deadline = rollout.spec().path("progressDeadlineSeconds");
    return deadline.isNumber() && deadline.asLong() != Integer.MAX_VALUE;
  }

  private String subject() {
    return rollout
        .newest()
        .map(each -> "ReplicaSet \"" + Metadata.name(each) + "\"")
        .orElse("Deployment \"" + Metadata.name(rollout.deployment()) + "\"");
  }

  /** As the real one: nothing changes while status and reason are the same. */
  private void set(String type, String value, String reason, String message) {
    Optional<ObjectNode> current = Conditions.find(status, type);
    String time = Timestamps.seconds(now);
    String since = time;
    if (current.isPresent() && current.get().path("status").asText().equals(value)) {
      if (reason(current.get()).equals(reason)) {
        return;
      }
      since = current.get().path("lastTransitionTime").asText();
    }
    ObjectNode next = Json.object().put("type", type).put("status", value);
    next.put("lastUpdateTime", time).put("lastTransitionTime", since);
    next.put("reason", reason).put("message", message);
    Conditions.remove(status, type);
    Conditions.put(status, type, next);
  }

  private static int count(JsonNode status, String field) {
    return status.path(field).asInt();
  }

  private static String reason(JsonNode condition) {
    return condition.path("reason").asText();
  }
}
