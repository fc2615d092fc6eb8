package dev.picket.store;

import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.ObservationQuery;
import dev.picket.observation.Recorded;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Submission;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutageTest {

  private final Submission shell = submission(shellIn("web-0"));

  @Test
  void anOutageIsToldAtOnceAndEndsByItself() throws Exception {
    StoreSettings direct = TestDatabase.create();
    try (BreakableProxy proxy = BreakableProxy.to(direct);
        StoreFixture fixture = new StoreFixture(proxy.settings(direct))) {
      assertThat(fixture.readiness().ready()).isTrue();
      fixture.store().record(List.of(shell));
      proxy.breakNow();
      assertThatThrownBy(() -> fixture.store().record(List.of(shell)))
          .isInstanceOf(StoreUnavailableException.class)
          .satisfies(failure ->
              assertThat(((StoreUnavailableException) failure).retryAfter())
                  .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2)));
      Eventually.isTrue(() -> !fixture.readiness().ready());
      assertThat(fixture.readiness().statuses().getFirst().reason())
          .startsWith("the database does not answer: ");
      assertFailsFast(fixture);
      proxy.mend();
      Eventually.isTrue(() -> fixture.readiness().ready());
      List<Recorded> after = Eventually.get(() -> fixture.store().record(List.of(shell)));
      assertThat(after).containsExactly(new Recorded.Repeated());
      assertThat(fixture.store().gauges().failedTransactions()).isPositive();
    }
  }

  private void assertFailsFast(StoreFixture fixture) {
    long begin = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> fixture.store().record(List.of(shell)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> fixture.store().list(ObservationQuery.ALL))
          .isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aWrongPasswordIsToldAtTheStartAndNotShown() {
    StoreSettings right = TestDatabase.create();
    StoreSettings wrong = StoreSettings.of(right.jdbcUrl(), right.user(), "s3cret");
    try (PostgresObservationStore store =
        new PostgresObservationStore(
            () -> wrong,
            new Readiness().register("store"),
            Ticker.system(),
            InstantSource.system())) {
      assertThatThrownBy(store::start)
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining("password authentication failed")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void aStoreStartsAgainOnItsOwnTables() {
    StoreSettings settings = TestDatabase.create();
    try (StoreFixture first = new StoreFixture(settings)) {
      first.store().record(List.of(shell));
    }
    try (StoreFixture second = new StoreFixture(settings)) {
      assertThat(second.store().find(shell.fingerprint())).isPresent();
    }
  }
}
