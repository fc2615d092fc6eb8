package dev.picket.lab.api;

import dev.picket.lab.resource.FieldSelector;
import dev.picket.lab.resource.LabelSelector;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Selection;
import dev.picket.lab.resource.ShardSelector;

/**
 * Reads which objects a list, watch or deletion of a collection is about.
 *
 * @param sharding whether the lab plays a server that knows {@code shardSelector}
 */
record Selecting(boolean sharding) {

  static final String SHARD_SELECTOR = "shardSelector";

  Selection of(ResourceType type, Query query) {
    return new Selection(
        LabelSelector.parse(query.text("labelSelector")),
        FieldSelector.parse(type, query.text("fieldSelector")),
        sharded(query) ? ShardSelector.parse(query.text(SHARD_SELECTOR)) : null);
  }

  /** Without the feature the parameter is ignored, as by servers from before KEP-5866. */
  boolean sharded(Query query) {
    return sharding && query.has(SHARD_SELECTOR);
  }
}
