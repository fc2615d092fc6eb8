package dev.picket.store;

import dev.picket.coordination.shard.FenceStore;
import dev.picket.coordination.shard.FenceStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresFenceStoreTest extends FenceStoreContract {

  private final StoreFixture fixture = new StoreFixture();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Override
  protected FenceStore create() {
    fixture.empty();
    return fixture.store();
  }
}
