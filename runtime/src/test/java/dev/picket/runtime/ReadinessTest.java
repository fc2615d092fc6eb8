package dev.picket.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReadinessTest {

  private final Readiness readiness = new Readiness();

  @Test
  void partIsDownUntilItSaysOtherwise() {
    Readiness.Handle handle = readiness.register("store");
    assertThat(readiness.ready()).isFalse();
    handle.up();
    assertThat(readiness.ready()).isTrue();
  }

  @Test
  void onePartDownMakesTheWholeNotReadyAndSaysWhy() {
    readiness.register("server").up();
    Readiness.Handle store = readiness.register("store");
    store.up();
    store.down("connection refused");
    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.statuses())
        .containsExactly(
            new Readiness.Status("server", true, ""),
            new Readiness.Status("store", false, "connection refused"));
  }
}
