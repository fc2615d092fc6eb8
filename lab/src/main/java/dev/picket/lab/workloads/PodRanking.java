package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pods go first when there are too many, in the order of the real controller: without a node,
 * not running, not ready, of less deletion cost, on the more crowded node, ready for a shorter
 * time, restarted more often, younger.
 */
final class PodRanking {

  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
  private static final List<String> PHASES = List.of("Pending", "Unknown", "Running");

  private PodRanking() {}

  /**
   * The pods to delete.
   *
   * @param related pods that crowd nodes
   * @param count how many
   */
  static List<ObjectNode> leastWanted(
      List<ObjectNode> pods, List<ObjectNode> related, int count, Instant now) {
    Map<String, Integer> crowd = new HashMap<>();
    related.forEach(each -> crowd.merge(Pods.node(each), 1, Integer::sum));
    return pods.stream().sorted(order(crowd, now)).limit(count).toList();
  }

  private static Comparator<ObjectNode> order(Map<String, Integer> crowd, Instant now) {
    return Comparator.<ObjectNode, Boolean>comparing(each -> !Pods.node(each).isEmpty())
        .thenComparingInt(each -> Math.max(0, PHASES.indexOf(Pods.phase(each))))
        .thenComparing(Pods::ready)
        .thenComparingInt(PodRanking::cost)
        .thenComparingInt(each -> -crowd.getOrDefault(Pods.node(each), 0))
        .thenComparingInt(each -> Pods.ready(each) ? magnitude(Pods.readySince(each), now) : 0)
        .thenComparingInt(each -> -Pods.restarts(each))
        .thenComparingInt(each -> magnitude(Metadata.created(each), now))
        .thenComparing(Metadata::uid);
  }

  private static int cost(ObjectNode pod) {
    String cost = Metadata.annotation(pod, COST);
    return cost.matches("-?\\d{1,9}") ? Integer.parseInt(cost) : 0;
  }

  /** Ages of the same order of magnitude count as the same, as the real one has it. */
  private static int magnitude(Instant since, Instant now) {
    long seconds = Duration.between(since, now).toSeconds();
    return seconds <= 0 ? 0 : 64 - Long.numberOfLeadingZeros(seconds);
  }
}
