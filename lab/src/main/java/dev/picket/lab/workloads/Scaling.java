package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many replicas each ReplicaSet of a Deployment shall have next. */
final class Scaling {

  private final Rollout rollout;
  private final Outcome outcome;

  Scaling(Rollout rollout, Outcome outcome) {
    this.rollout = rollout;
    this.outcome = outcome;
  }

  /** One step of a rolling update: first up, and only if that is done, down. */
  void roll() {
    if (!growNewest()) {
      shrinkOld();
    }
  }

  /** Gives the newest what is wanted. */
  void fillNewest() {
    rollout.newest().ifPresent(each -> resize(each, rollout.wanted()));
  }

  /**
   * Takes every replica from old sets.
   *
   * @return whether there were any
   */
  boolean emptyOld() {
    boolean some = false;
    for (ObjectNode each : rollout.active(rollout.old())) {
      some |= resize(each, 0);
    }
    return some;
  }

  /** Follows a change of the Deployment's size, in proportion when several sets are active. */
  void scale() {
    if (rollout.onlyActive().isPresent()) {
      resize(rollout.onlyActive().get(), rollout.wanted());
    } else if (rollout.saturated()) {
      emptyOld();
    } else if (rollout.rolling()) {
      proportionally();
    }
  }

  private boolean growNewest() {
    ObjectNode newest = rollout.newest().orElse(null);
    if (newest == null) {
      return false;
    }
    int replicas = Rollout.replicas(newest);
    if (replicas == rollout.wanted()) {
      return resize(newest, replicas);
    }
    return resize(
        newest, replicas > rollout.wanted() ? rollout.wanted() : rollout.newestReplicas(replicas));
  }

  private void shrinkOld() {
    ObjectNode newest = rollout.newest().orElse(null);
    if (newest == null || Rollout.sum(rollout.old()) == 0) {
      return;
    }
    int least = rollout.wanted() - rollout.maxUnavailable();
    int missing = Rollout.replicas(newest) - Rollout.status(newest, "availableReplicas");
    int most = Rollout.sum(rollout.all()) - least - missing;
    if (most <= 0) {
      return;
    }
    Map<ObjectNode, Integer> sizes = new LinkedHashMap<>();
    rollout.active(rollout.old()).forEach(each -> sizes.put(each, Rollout.replicas(each)));
    takeUnhealthy(sizes, most);
    takeHealthy(sizes, Rollout.sum(rollout.all(), "availableReplicas") - least);
    sizes.forEach(this::resize);
  }

  /** Those that are not available go first; nobody misses them. */
  private static void takeUnhealthy(Map<ObjectNode, Integer> sizes, int most) {
    int left = most;
    for (Map.Entry<ObjectNode, Integer> each : sizes.entrySet()) {
      int unhealthy = each.getValue() - Rollout.status(each.getKey(), "availableReplicas");
      int taken = Math.max(0, Math.min(left, unhealthy));
      each.setValue(each.getValue() - taken);
      left -= taken;
    }
  }

  private static void takeHealthy(Map<ObjectNode, Integer> sizes, int most) {
    int left = most;
    for (Map.Entry<ObjectNode, Integer> each : sizes.entrySet()) {
      int taken = Math.max(0, Math.min(left, each.getValue()));
      each.setValue(each.getValue() - taken);
      left -= taken;
    }
  }

  private void proportionally() {
    List<ObjectNode> active = rollout.active(rollout.all());
    int allowed = rollout.wanted() > 0 ? rollout.wanted() + rollout.maxSurge() : 0;
    int toAdd = allowed - Rollout.sum(active);
    Comparator<ObjectNode> bySize =
        Comparator.comparingInt((ObjectNode each) -> -Rollout.replicas(each));
    Comparator<ObjectNode> ties = toAdd > 0 ? Rollout.BY_AGE.reversed() : Rollout.BY_AGE;
    Map<ObjectNode, Integer> sizes = new LinkedHashMap<>();
    int added = 0;
    for (ObjectNode each : active.stream().sorted(bySize.thenComparing(ties)).toList()) {
      int share = rollout.proportion(each, toAdd, added);
      sizes.put(each, Rollout.replicas(each) + share);
      added += share;
    }
    int leftover = toAdd - added;
    boolean first = true;
    for (Map.Entry<ObjectNode, Integer> each : sizes.entrySet()) {
      resize(each.getKey(), Math.max(0, each.getValue() + (first ? leftover : 0)));
      first = false;
    }
  }

  /**
   * Gives a set another size, and notes what it was computed from.
   *
   * @return whether its size changes
   */
  private boolean resize(ObjectNode set, int replicas) {
    int former = Rollout.replicas(set);
    ObjectNode next = set.deepCopy();
    next.withObjectProperty("spec").put("replicas", replicas);
    note(next, rollout);
    if (!next.equals(set)) {
      outcome.add(new Action.Update(Kinds.REPLICA_SETS, next));
    }
    if (former != replicas) {
      tell(rollout, Metadata.name(set), former, replicas, outcome);
    }
    return former != replicas;
  }

  /** Notes in a set's annotations what it was made for. */
  static void note(ObjectNode set, Rollout rollout) {
    set.withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put(Rollout.DESIRED, Integer.toString(rollout.wanted()))
        .put(Rollout.MAXIMUM, Integer.toString(rollout.wanted() + rollout.maxSurge()));
  }

  static void tell(Rollout rollout, String name, int former, int replicas, Outcome outcome) {
    String way = replicas > former ? "up" : "down";
    String message =
        "Scaled %s replica set %s from %d to %d".formatted(way, name, former, replicas);
    outcome.add(
        Action.tell(rollout.deployment(), DeploymentController.NAME, "ScalingReplicaSet", message));
  }
}
