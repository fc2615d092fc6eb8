package dev.picket.store;

import dev.picket.observation.ObservationStore;
import dev.picket.observation.ObservationStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresObservationStoreTest extends ObservationStoreContract {

  private final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void empty() {
    fixture.empty();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Override
  protected ObservationStore store() {
    return fixture.store();
  }
}
