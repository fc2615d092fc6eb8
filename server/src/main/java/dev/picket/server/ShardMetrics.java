package dev.picket.server;

import dev.picket.coordination.shard.GroupView;
import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.ShardGroup;
import dev.picket.coordination.shard.ShardMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what this member owns and how it sees its group. */
final class ShardMetrics {

  private ShardMetrics() {}

  static void register(ShardGroup group, Metrics metrics) {
    metrics.gauges(
        "picket_shard_partitions",
        "This member's partitions: owned to stay, draining to another, and open for work.",
        "state",
        () -> own(group.view()));
    metrics.gauge(
        "picket_shard_members",
        "Members of the group, as this one sees it.",
        () -> group.view().members().size());
    metrics.gauge(
        "picket_shard_coordinator",
        "1 while this member commits the group's shard maps.",
        () -> coordinates(group.view()) ? 1 : 0);
    metrics.gauge(
        "picket_shard_map_revision",
        "Revision of the shard map that this member follows.",
        () -> group.view().revision());
    metrics.gauge(
        "picket_shard_orphaned_partitions",
        "Partitions of the group that nobody owns, as this member sees it.",
        () -> orphaned(group.view().map()));
  }

  private static boolean coordinates(GroupView view) {
    return !view.coordinator().isEmpty() && view.coordinator().equals(view.self());
  }

  private static Map<String, Double> own(GroupView view) {
    Share share = Share.of(view.map()).getOrDefault(view.self(), Share.none(view.map()));
    return Map.of(
        "owned", (double) share.owned().count(),
        "draining", (double) share.draining().count(),
        "open", (double) view.open().count());
  }

  private static double orphaned(@Nullable ShardMap map) {
    return map == null
        ? 0
        : map.entries().stream().filter(Ownership.Orphaned.class::isInstance).count();
  }
}
