package dev.picket.coordination.shard;

import java.util.concurrent.atomic.AtomicLong;

final class InMemoryShardMapStoreTest extends ShardMapStoreContract {

  private final InMemoryShardMapStore store = new InMemoryShardMapStore(new AtomicLong());

  @Override
  protected ShardMapStore store() {
    return store;
  }

  @Override
  protected void scribble(String group) {
    store.scribble(group, "somebody wrote over it");
  }

  @Override
  protected void delete(String group) {
    store.delete(group);
  }

  @Override
  protected void breakConnections() {
    // It has none.
  }
}
