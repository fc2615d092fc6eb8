package dev.picket.observation;

import static dev.picket.observation.Occurrences.NOON;

import java.time.Instant;

final class InMemoryHoldingStoreTest extends HoldingStoreContract {

  private Instant now = NOON;
  private final InMemoryObservationStore store = new InMemoryObservationStore(() -> now);

  @Override
  protected HoldingStore store() {
    return store;
  }

  @Override
  protected ObservationStore observations() {
    return store;
  }

  @Override
  protected ChangeFeed feed() {
    return store;
  }

  @Override
  protected void empty() {
    // Each test has a store of its own.
  }

  @Override
  protected void claim(Fence fence) {
    store.claim(fence);
  }

  @Override
  protected void setTime(Instant instant) {
    now = instant;
  }
}
