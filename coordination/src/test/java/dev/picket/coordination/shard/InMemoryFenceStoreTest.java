package dev.picket.coordination.shard;

final class InMemoryFenceStoreTest extends FenceStoreContract {

  @Override
  protected FenceStore create() {
    return new InMemoryFenceStore();
  }
}
