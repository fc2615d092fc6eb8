package dev.picket.coordination.lease;

import java.util.concurrent.atomic.AtomicLong;

final class InMemoryLeaseStoreTest extends LeaseStoreContract {

  private final LeaseStore store = new InMemoryLeaseStore(new AtomicLong());

  @Override
  protected LeaseStore store() {
    return store;
  }

  @Override
  protected void breakConnections() {
    // It has none.
  }
}
