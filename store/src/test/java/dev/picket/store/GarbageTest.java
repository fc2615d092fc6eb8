package dev.picket.store;

import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.TIME_TO_LIVE;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.ChangeFeed.Batch;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Recorded;
import dev.picket.observation.Severity;
import dev.picket.observation.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GarbageTest {

  private final StoreSettings defaults = TestDatabase.create();
  private final StoreFixture fixture =
      new StoreFixture(
          new StoreSettings(
              defaults.jdbcUrl(),
              defaults.user(),
              defaults.password(),
              defaults.writers(),
              defaults.queuedSubmissionsMax(),
              defaults.queuedBytesMax(),
              defaults.batchSubmissions(),
              Duration.ofHours(1),
              Duration.ofMillis(1)));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anIdentityIsKnownForAnHourOfItsOwnTimeBothWays() {
    List<Instant> times =
        List.of(
            NOON.minusSeconds(3601),
            NOON.minusSeconds(3599),
            NOON.plusSeconds(3599),
            NOON.plusSeconds(3601),
            Instant.MAX);
    times.forEach(this::sent);
    fixture.store().collectGarbage(NOON);
    assertThat(times.stream().map(this::sent))
        .containsExactly(
            new Recorded.Repeated(),
            new Recorded.Retried(),
            new Recorded.Retried(),
            new Recorded.Repeated(),
            new Recorded.Repeated());
  }

  @Test
  void moreThanOneChunkIsRemoved() {
    List<Submission> many =
        IntStream.range(0, 2500).mapToObj(pod -> submission(shellIn("web-" + pod))).toList();
    fixture.store().record(many);
    Instant end = NOON.plus(TIME_TO_LIVE).plusSeconds(1);
    assertThat(fixture.store().collectGarbage(end)).isEqualTo(2500);
    assertThat(fixture.query("select count(*) from observation")).isEqualTo("0");
  }

  @Test
  void whoFollowsFromBeforeWhatWasForgottenListsAfresh() {
    long start = fixture.store().latest();
    send("web-0");
    long read = fixture.store().since(start, 10).position();
    send("web-1");
    fixture.store().collectGarbage(NOON);
    assertThat(fixture.query("select count(*) from change")).isEqualTo("0");
    assertThat(fixture.store().since(start, 10)).isInstanceOf(Batch.Reset.class);
    assertThat(fixture.store().since(read, 10)).isInstanceOf(Batch.Reset.class);
    send("web-2");
    long current = fixture.store().since(fixture.store().latest(), 10).position();
    fixture.store().collectGarbage(NOON);
    assertThat(fixture.store().since(current, 10)).isInstanceOf(Batch.Changes.class);
  }

  @Test
  void aBackupFromAServerWhoseTransactionsWereAheadDoesNotSilenceTheFeed() {
    fixture.execute("insert into change (transaction_id, fingerprints) values ('99999999', '{}')");
    fixture.execute("update change_horizon set transaction_id = '99999998'");
    try (StoreFixture next = new StoreFixture(defaults)) {
      long start = next.store().latest();
      send("web-0");
      assertThat(((Batch.Changes) next.store().since(start, 10)).changed()).hasSize(1);
    }
  }

  private Recorded sent(Instant at) {
    OccurrenceId id = new OccurrenceId(at, "a");
    return fixture
        .store()
        .record(List.of(submission(shellIn("web-0", Severity.LOW, NOON, id))))
        .getFirst();
  }

  private void send(String pod) {
    fixture.store().record(List.of(submission(shellIn(pod))));
  }
}
