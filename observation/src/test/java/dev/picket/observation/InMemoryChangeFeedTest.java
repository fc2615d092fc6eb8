package dev.picket.observation;

final class InMemoryChangeFeedTest extends ChangeFeedContract {

  private final InMemoryObservationStore store = new InMemoryObservationStore();

  @Override
  protected ObservationStore store() {
    return store;
  }

  @Override
  protected ChangeFeed feed() {
    return store;
  }
}
