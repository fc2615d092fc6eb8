package dev.picket.observation;

final class InMemoryObservationStoreTest extends ObservationStoreContract {

  private final InMemoryObservationStore store = new InMemoryObservationStore();

  @Override
  protected ObservationStore store() {
    return store;
  }
}
