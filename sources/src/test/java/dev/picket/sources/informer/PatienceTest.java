package dev.picket.sources.informer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PatienceTest {

  @Test
  void onceClosedNobodyWaitsAnyMore() {
    Patience patience = new Patience();
    assertThat(patience.await(Duration.ofNanos(1))).isTrue();
    patience.close();
    patience.close();
    assertThat(patience.await(Duration.ofDays(365))).isFalse();
  }

  @Test
  void anInterruptEndsTheWaitAndIsPassedOn() {
    Thread.currentThread().interrupt();
    assertThat(new Patience().await(Duration.ofDays(365))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}
