package dev.picket.store;

import dev.picket.observation.ChangeFeed;
import dev.picket.observation.Fence;
import dev.picket.observation.HoldingStore;
import dev.picket.observation.HoldingStoreContract;
import dev.picket.observation.ObservationStore;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresHoldingStoreTest extends HoldingStoreContract {

  private final StoreFixture fixture = new StoreFixture();

  @Override
  protected void empty() {
    fixture.empty();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Override
  protected HoldingStore store() {
    return fixture.store();
  }

  @Override
  protected ObservationStore observations() {
    return fixture.store();
  }

  @Override
  protected ChangeFeed feed() {
    return fixture.store();
  }

  @Override
  protected void claim(Fence fence) {
    fixture.claim(fence);
  }

  @Override
  protected void setTime(Instant instant) {
    fixture.setTime(instant);
  }
}
