package dev.picket.observation;

import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.TIME_TO_LIVE;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.ChangeFeed.Batch;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ChangeFeed} keeps to. Each test begins with an empty store. */
public abstract class ChangeFeedContract {

  /** The store that the feed under test follows, empty before each test. */
  protected abstract ObservationStore store();

  /** The feed under test. */
  protected abstract ChangeFeed feed();

  @Test
  void nothingChangesByItself() {
    long start = feed().latest();
    assertThat(feed().since(start, 10)).isEqualTo(new Batch.Changes(start, List.of(), Set.of()));
  }

  @Test
  void whatIsRecordedIsToldOnceAsItIs() {
    long start = feed().latest();
    record("web-0", "web-1", "web-0");
    Batch.Changes changes = changes(start);
    assertThat(changes.changed()).containsExactlyInAnyOrder(find("web-0"), find("web-1"));
    assertThat(changes.removed()).isEmpty();
    assertThat(changes(changes.position()).isEmpty()).isTrue();
  }

  @Test
  void severalBatchesAreToldTogetherInTheirOrderAndRepeatsOnce() {
    long start = feed().latest();
    record("web-0");
    record("web-1");
    record("web-0");
    assertThat(changes(start).changed()).containsExactly(find("web-0"), find("web-1"));
  }

  @Test
  void whatCameBeforeTheStartIsNotTold() {
    record("web-0");
    long start = feed().latest();
    record("web-1");
    assertThat(changes(start).changed()).containsExactly(find("web-1"));
  }

  @Test
  void decisionsAreTold() {
    record("web-0");
    long start = feed().latest();
    store().apply(fingerprint("web-0"), new Transition.Resolve(), NOON);
    assertThat(changes(start).changed()).containsExactly(find("web-0"));
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void whatAGarbageCollectionDoesIsTold() {
    record("gone", "waking");
    store()
        .apply(
            fingerprint("waking"),
            new Transition.Suppress("a drill", NOON.plus(TIME_TO_LIVE).plusSeconds(60)),
            NOON);
    long start = feed().latest();
    store().collectGarbage(NOON.plus(TIME_TO_LIVE).plusSeconds(1));
    Batch.Changes changes = changes(start);
    assertThat(changes.changed()).isEmpty();
    assertThat(changes.removed()).containsExactly(fingerprint("gone"));
    store()
        .record(
            List.of(submission(shellIn("waking", Severity.LOW, NOON.plus(TIME_TO_LIVE), null))));
    store().collectGarbage(NOON.plus(TIME_TO_LIVE).plusSeconds(60));
    assertThat(changes(changes.position()).changed()).containsExactly(find("waking"));
    assertThat(find("waking").state()).isEqualTo(State.OPEN);
  }

  @Test
  void aRetryChangesNothing() {
    Submission shell =
        submission(shellIn("web-0", Severity.LOW, NOON, new OccurrenceId(NOON, "a")));
    store().record(List.of(shell));
    long start = feed().latest();
    store().record(List.of(shell));
    assertThat(changes(start).isEmpty()).isTrue();
  }

  @Test
  void moreThanTheLimitMeansToListAfresh() {
    long start = feed().latest();
    record(IntStream.range(0, 11).mapToObj(pod -> "web-" + pod).toArray(String[]::new));
    assertThat(feed().since(start, 10)).isInstanceOf(Batch.Reset.class);
    long position = feed().since(start, 10).position();
    assertThat(changes(position).isEmpty()).isTrue();
    record("web-0");
    assertThat(changes(position).changed()).containsExactly(find("web-0"));
    assertThat(((Batch.Changes) feed().since(start, 11)).changed()).hasSize(11);
  }

  @Test
  void aPositionThatNobodyGaveMeansToListAfresh() {
    record("web-0");
    assertThat(feed().since(Long.MAX_VALUE, 10)).isInstanceOf(Batch.Reset.class);
    assertThat(feed().since(-1, 10)).isInstanceOf(Batch.Reset.class);
    assertThat(changes(feed().since(-1, 10).position()).isEmpty()).isTrue();
  }

  private Batch.Changes changes(long after) {
    return (Batch.Changes) feed().since(after, 100);
  }

  private void record(String... pods) {
    store().record(List.of(pods).stream().map(pod -> submission(shellIn(pod))).toList());
  }

  private Observation find(String pod) {
    return store().find(fingerprint(pod)).orElseThrow();
  }

  private static Fingerprint fingerprint(String pod) {
    return Fingerprint.of(shellIn(pod));
  }
}
