package dev.picket.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineTest {

  private final InMemoryObservationStore store = new InMemoryObservationStore();
  private final Ledger ledger = new Ledger();
  private final Pipeline pipeline =
      new Pipeline(
          new Stages(Filters.NONE, Occurrences.TIME_TO_LIVE),
          store,
          ledger.account("falco"),
          () -> Occurrences.NOON);

  @Test
  void everyItemMeetsOneOutcomeInItsPlaceAndTheBooksAddUp() {
    InputProblem problem = new InputProblem("/items/1/verb", "17", "a string");
    List<Outcome> outcomes =
        pipeline.accept(
            List.of(
                new Item.Reported(0, Occurrences.shellIn("web-0")),
                new Item.Invalid(1, problem),
                new Item.Irrelevant(2, "not a change"),
                new Item.Reported(3, Occurrences.shellIn("web-0"))));
    Fingerprint fingerprint = Fingerprint.of(Occurrences.shellIn("web-0"));
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Stored(fingerprint),
            new Outcome.Rejected(problem),
            new Outcome.Filtered("not a change"),
            new Outcome.Repeated(fingerprint, false));
    assertThat(balance().received()).isEqualTo(4);
    assertThat(balance().adds()).isTrue();
  }

  @Test
  void whatIsSentAgainCountsOnce() {
    Occurrence identified =
        Occurrences.shellIn(
            "web-0", Severity.HIGH, Occurrences.NOON, new OccurrenceId(Instant.EPOCH, "uuid-1"));
    pipeline.accept(List.of(new Item.Reported(0, identified)));
    List<Outcome> again = pipeline.accept(List.of(new Item.Reported(0, identified)));
    Fingerprint fingerprint = Fingerprint.of(identified);
    assertThat(again).containsExactly(new Outcome.Repeated(fingerprint, true));
    assertThat(store.find(fingerprint).orElseThrow().count()).isEqualTo(1);
    assertThat(balance().retried()).isEqualTo(1);
    assertThat(balance().adds()).isTrue();
  }

  @Test
  void aStoreThatIsAwayLosesNothingSilently() {
    store.fail(new StoreUnavailableException("gone", Duration.ofSeconds(3)));
    List<Outcome> outcomes =
        pipeline.accept(
            List.of(
                new Item.Reported(0, Occurrences.shellIn("web-0")),
                new Item.Irrelevant(1, "not a change")));
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Unavailable("store", Duration.ofSeconds(3)),
            new Outcome.Filtered("not a change"));
    assertThat(balance().adds()).isTrue();
  }

  @Test
  void aClockFarOffIsReplacedByTheTimeOfArrival() {
    for (String time : List.of("1970-01-01T00:00:00Z", "2038-01-01T00:00:00Z")) {
      Occurrence off = Occurrences.shellIn(time, Severity.LOW, Instant.parse(time), null);
      pipeline.accept(List.of(new Item.Reported(0, off)));
      assertThat(store.find(Fingerprint.of(off)).orElseThrow().lastSeen())
          .isEqualTo(Occurrences.NOON);
    }
    assertThat(balance().clocksCorrected()).isEqualTo(2);
  }

  @Test
  void aReportThatWasHeldUpKeepsItsTime() {
    Instant earlier = Occurrences.NOON.minus(Duration.ofHours(3));
    Occurrence late = Occurrences.shellIn("web-0", Severity.LOW, earlier, null);
    pipeline.accept(List.of(new Item.Reported(0, late)));
    assertThat(store.find(Fingerprint.of(late)).orElseThrow().lastSeen()).isEqualTo(earlier);
  }

  private Ledger.Balance balance() {
    return ledger.account("falco").balance();
  }
}
