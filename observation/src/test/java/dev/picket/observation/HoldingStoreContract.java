package dev.picket.observation;

import static dev.picket.observation.Holdings.FENCE;
import static dev.picket.observation.Holdings.gone;
import static dev.picket.observation.Holdings.holding;
import static dev.picket.observation.Holdings.object;
import static dev.picket.observation.Holdings.with;
import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.TIME_TO_LIVE;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HoldingStore} keeps to. Each test begins with an empty store at noon. */
public abstract class HoldingStoreContract {

  private static final Recorded CREATED = new Recorded.Created();
  private static final Recorded REPEATED = new Recorded.Repeated();
  private static final Recorded RETRIED = new Recorded.Retried();
  private static final Held OUTDATED = new Held.Outdated();

  /** The store under test. */
  protected abstract HoldingStore store();

  /** Where it keeps Observations. */
  protected abstract ObservationStore observations();

  /** Where it tells of changes. */
  protected abstract ChangeFeed feed();

  /** Makes an epoch the newest claimed for its partition. */
  protected abstract void claim(Fence fence);

  /** Sets the store's clock. */
  protected abstract void setTime(Instant instant);

  /** Forgets everything; it is noon. */
  protected abstract void empty();

  @BeforeEach
  void ownThePartition() {
    empty();
    claim(FENCE);
  }

  @Test
  void anObjectsFindingsBecomeObservations() {
    assertThat(hold(holding("a", 1, "web-0", "web-1"))).isEqualTo(done(0, CREATED, CREATED));
    Observation found = find("web-0");
    assertThat(found.state()).isEqualTo(State.OPEN);
    assertThat(found.count()).isEqualTo(1);
    assertThat(found.timeToLive()).isEqualTo(TIME_TO_LIVE);
  }

  @Test
  void nothingHeldMakesNothing() {
    assertThat(store().hold(List.of())).isEmpty();
    assertThat(hold(holding("a", 1))).isEqualTo(done(0));
    assertThat(observations().list(ObservationQuery.ALL).items()).isEmpty();
  }

  @Test
  void tellingTheSameAgainChangesNothing() {
    hold(holding("a", 1, "web-0", "web-1"));
    List<Observation> before = observations().list(ObservationQuery.ALL).items();
    long start = feed().latest();
    assertThat(hold(holding("a", 1, "web-0", "web-1"))).isEqualTo(done(0, RETRIED, RETRIED));
    assertThat(hold(holding("a", 2, "web-1", "web-0"))).isEqualTo(done(0, RETRIED, RETRIED));
    assertThat(observations().list(ObservationQuery.ALL).items()).isEqualTo(before);
    assertThat(changes(start).isEmpty()).isTrue();
  }

  @Test
  void aNewContentCountsAsAnOccurrence() {
    hold(holding("a", 1, "web-0", "web-1"));
    Instant later = NOON.plusSeconds(5);
    assertThat(hold(holding(object("a", 2), 2, later, "web-0", "web-1")))
        .isEqualTo(done(0, REPEATED, REPEATED));
    assertThat(find("web-0").count()).isEqualTo(2);
    assertThat(find("web-0").lastSeen()).isEqualTo(later);
    assertThat(hold(holding(object("a", 3), 2, later, "web-0", "web-1")))
        .isEqualTo(done(0, RETRIED, RETRIED));
  }

  @Test
  void whatAHoldingSaysReplacesWhatWasKnown() {
    hold(rated("a", 1, Severity.HIGH, NOON));
    hold(rated("a", 2, Severity.LOW, NOON.minusSeconds(60)));
    assertThat(find("web-0").severity()).isEqualTo(Severity.LOW);
    assertThat(find("web-0").lastSeen()).isEqualTo(NOON);
  }

  private static Holding rated(String uid, long revision, Severity severity, Instant at) {
    Submission finding = submission(shellIn("web-0", severity, at, null));
    return holding(object(uid, revision), List.of(finding), revision);
  }

  @Test
  void theSameRevisionMayBeReadInAnotherWay() {
    hold(holding("a", 1, "web-0", "web-1"));
    assertThat(hold(holding(object("a", 1), 2, "web-0"))).isEqualTo(done(1, REPEATED));
    assertThat(find("web-1").state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void whatIsHeldNoLongerIsResolvedAndOpensWhenItReturns() {
    hold(holding("a", 1, "web-0", "web-1", "web-2"));
    long start = feed().latest();
    setTime(NOON.plusSeconds(60));
    assertThat(hold(holding("a", 2, "web-1"))).isEqualTo(done(2, RETRIED));
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
    assertThat(find("web-0").stateSince()).isEqualTo(NOON.plusSeconds(60));
    assertThat(changes(start).changed()).containsExactlyInAnyOrder(find("web-0"), find("web-2"));
    assertThat(hold(holding("a", 3, "web-1", "web-0"))).isEqualTo(done(0, RETRIED, REPEATED));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
    assertThat(find("web-0").count()).isEqualTo(2);
  }

  @Test
  void anObjectThatIsGoneHoldsNothing() {
    hold(holding("a", 1, "web-0", "web-1"));
    assertThat(hold(gone("a", 2))).isEqualTo(done(2));
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
    assertThat(find("web-1").state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void anObjectMissingFromACompleteListIsGoneAtTheRevisionLastKnown() {
    hold(holding("a", 1, "web-0"));
    assertThat(hold(gone("a", 1))).isEqualTo(done(1));
    assertThat(hold(gone("a", 1))).isEqualTo(OUTDATED);
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void whatIsOlderThanWhatIsKnownIsOutdated() {
    hold(holding("a", 5, "web-0"));
    assertThat(hold(holding("a", 4, "web-1"))).isEqualTo(OUTDATED);
    assertThat(hold(gone("a", 4))).isEqualTo(OUTDATED);
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
    assertThat(observations().list(ObservationQuery.ALL).items()).hasSize(1);
  }

  @Test
  void aRevisionThatSaysNothingNewOutdatesThoseBeforeIt() {
    hold(holding("a", 5, "web-0"));
    hold(holding("a", 7, "web-0"));
    assertThat(hold(holding("a", 6, "web-0", "web-1"))).isEqualTo(OUTDATED);
  }

  @Test
  void afterADeletionOnlyANewerRevisionCounts() {
    hold(holding("a", 5, "web-0"));
    hold(gone("a", 6));
    assertThat(hold(holding("a", 5, "web-0"))).isEqualTo(OUTDATED);
    assertThat(hold(holding("a", 6, "web-0"))).isEqualTo(OUTDATED);
    assertThat(hold(holding("a", 7, "web-0"))).isEqualTo(done(0, REPEATED));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
  }

  @Test
  void theDeletionOfAnObjectNeverSeenIsRemembered() {
    assertThat(hold(gone("a", 6))).isEqualTo(done(0));
    assertThat(hold(holding("a", 5, "web-0"))).isEqualTo(OUTDATED);
    assertThat(observations().list(ObservationQuery.ALL).items()).isEmpty();
  }

  @Test
  void revisionsAreComparedAsNumbers() {
    hold(holding("a", 9, "web-0"));
    assertThat(hold(holding("a", 10, "web-1"))).isEqualTo(done(1, CREATED));
    assertThat(hold(holding("a", Long.MAX_VALUE, "web-0"))).isEqualTo(done(1, REPEATED));
  }

  @Test
  void anObjectMadeAgainUnderTheSameNameTakesOverWhenItsDeletionComesFirst() {
    hold(holding("a", 1, "web-0", "web-1"));
    assertThat(hold(gone("a", 2))).isEqualTo(done(2));
    assertThat(hold(holding("b", 3, "web-0"))).isEqualTo(done(0, REPEATED));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
    assertThat(find("web-1").state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void anObjectMadeAgainUnderTheSameNameTakesOverWhenTheDeletionComesLate() {
    hold(holding("a", 1, "web-0", "web-1"));
    assertThat(hold(holding("b", 3, "web-0"))).isEqualTo(done(0, REPEATED));
    assertThat(hold(gone("a", 2))).isEqualTo(done(1));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
    assertThat(find("web-0").count()).isEqualTo(2);
    assertThat(find("web-1").state()).isEqualTo(State.RESOLVED);
    assertThat(hold(holding("b", 3, "web-0"))).isEqualTo(done(0, RETRIED));
  }

  @Test
  void anOlderObjectLeavesAloneWhatANewerOneHolds() {
    hold(holding("b", 3, "web-0"));
    Observation before = find("web-0");
    assertThat(hold(holding(object("a", 2), 9, "web-0", "web-1")))
        .isEqualTo(done(0, RETRIED, CREATED));
    assertThat(hold(holding(object("a", 2), 9, "web-0", "web-1")))
        .isEqualTo(done(0, RETRIED, RETRIED));
    assertThat(hold(gone("a", 4))).isEqualTo(done(1));
    assertThat(find("web-0")).isEqualTo(before);
    assertThat(hold(gone("b", 5))).isEqualTo(done(1));
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void ofTwoObjectsMadeInOneSecondTheHigherRevisionIsTheNewer() {
    Instant second = NOON.minusSeconds(9);
    SourceObject one = new SourceObject("x", 1, "shop", "report", second, 10);
    SourceObject other = new SourceObject("y", 2, "shop", "report", second, 11);
    hold(holding(other, 1, "web-0"));
    assertThat(hold(holding(one, 1, "web-0"))).isEqualTo(done(0, RETRIED));
    SourceObject raised = new SourceObject("x", 1, "shop", "report", second, 12);
    assertThat(hold(holding(raised, 1, "web-0"))).isEqualTo(done(0, REPEATED));
    assertThat(hold(holding(other, 1, "web-0"))).isEqualTo(done(0, RETRIED));
  }

  @Test
  void holdingsOfOneCallApplyInTheirOrder() {
    assertThat(
            store()
                .hold(
                    List.of(
                        holding("a", 1, "web-0"),
                        holding("b", 2, "web-0", "web-1"),
                        gone("a", 3),
                        holding("a", 2, "web-2"),
                        holding("b", 4, "web-1"),
                        holding("c", 5, "web-0"),
                        gone("c", 6))))
        .containsExactly(
            done(0, CREATED),
            done(0, REPEATED, CREATED),
            done(0),
            OUTDATED,
            done(1, RETRIED),
            done(0, REPEATED),
            done(1));
    assertThat(find("web-0").count()).isEqualTo(3);
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
    assertThat(find("web-1").state()).isEqualTo(State.OPEN);
  }

  @Test
  void anObjectThatDropsWhatAnOlderOneWantsGivesItUp() {
    hold(holding("b", 1, "web-0"));
    assertThat(store().hold(List.of(holding("b", 2), holding("a", 3, "web-0"))))
        .containsExactly(done(1), done(0, REPEATED));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
  }

  @Test
  void aFindingToldTwiceCountsAsFirstTold() {
    assertThat(hold(holding("a", 1, "web-0", "web-0"))).isEqualTo(done(0, CREATED, RETRIED));
    assertThat(hold(holding("a", 1, "web-0", "web-0"))).isEqualTo(done(0, RETRIED, RETRIED));
    assertThat(find("web-0").count()).isEqualTo(1);
  }

  @Test
  void sourcesDoNotShareObjects() {
    Holding falco = holding("a", 5, "web-0");
    hold(falco);
    Holding other = new Holding("other", object("a", 4), List.of(), List.of(), false, FENCE);
    assertThat(hold(other)).isEqualTo(done(0));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
    assertThat(hold(falco)).isEqualTo(done(0, RETRIED));
  }

  @Test
  void theIdentityOfAnOccurrenceIsNotLookedAt() {
    OccurrenceId id = new OccurrenceId(NOON, "a");
    List<Submission> found = List.of(submission(shellIn("web-0", Severity.HIGH, NOON, id)));
    hold(holding(object("a", 1), found, 1));
    hold(holding("a", 2));
    assertThat(hold(holding(object("a", 3), found, 1))).isEqualTo(done(0, REPEATED));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
  }

  @Test
  void anOvertakenEpochWritesNothing() {
    hold(holding("a", 1, "web-0"));
    claim(epoch(4));
    assertThat(hold(gone("a", 2))).isEqualTo(new Held.Fenced(4));
    assertThat(hold(holding("a", 1, "web-0"))).isEqualTo(new Held.Fenced(4));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
    assertThat(hold(with(epoch(4), gone("a", 2)))).isEqualTo(done(1));
  }

  @Test
  void anEpochNeverClaimedWritesNothing() {
    Fence elsewhere = new Fence(FENCE.group(), FENCE.pool(), 8, 3);
    assertThat(hold(with(epoch(4), holding("a", 1, "web-0")))).isEqualTo(new Held.Fenced(3));
    assertThat(hold(with(elsewhere, holding("a", 1, "web-0")))).isEqualTo(new Held.Fenced(0));
    assertThat(observations().list(ObservationQuery.ALL).items()).isEmpty();
  }

  @Test
  void aFencedHoldingHarmsNoOther() {
    assertThat(
            store()
                .hold(
                    List.of(
                        holding("a", 1, "web-0"),
                        with(epoch(2), holding("b", 1, "web-1")),
                        holding("c", 1, "web-2"))))
        .containsExactly(done(0, CREATED), new Held.Fenced(3), done(0, CREATED));
    assertThat(observations().list(ObservationQuery.ALL).items()).hasSize(2);
  }

  @Test
  void whatAPersonResolvedStaysSoUntilItsContentChanges() {
    hold(holding("a", 1, "web-0"));
    apply("web-0", new Transition.Resolve());
    assertThat(hold(holding("a", 2, "web-0"))).isEqualTo(done(0, RETRIED));
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
    assertThat(hold(holding(object("a", 3), 2, "web-0"))).isEqualTo(done(0, REPEATED));
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
  }

  @Test
  void whatAPersonResolvedKeepsItsTimeWhenItsObjectFollows() {
    hold(holding("a", 1, "web-0"));
    apply("web-0", new Transition.Resolve());
    setTime(NOON.plusSeconds(60));
    assertThat(hold(holding("a", 2))).isEqualTo(done(1));
    assertThat(find("web-0").stateSince()).isEqualTo(NOON);
  }

  @Test
  void whatAPersonSuppressedStaysSoUntilItIsHeldNoLonger() {
    hold(holding("a", 1, "web-0"));
    apply("web-0", new Transition.Suppress("a drill", NOON.plusSeconds(3600)));
    assertThat(hold(holding("a", 2, "web-0"))).isEqualTo(done(0, RETRIED));
    assertThat(hold(holding(object("a", 3), 2, "web-0"))).isEqualTo(done(0, REPEATED));
    assertThat(find("web-0").state()).isEqualTo(State.SUPPRESSED);
    assertThat(hold(holding("a", 4))).isEqualTo(done(1));
    assertThat(find("web-0").state()).isEqualTo(State.RESOLVED);
    assertThat(find("web-0").suppression()).isNull();
  }

  @Test
  void whatIsHeldOutlivesItsTimeToLive() {
    hold(holding("a", 1, "open", "resolved"));
    apply("resolved", new Transition.Resolve());
    Instant late = NOON.plus(TIME_TO_LIVE.multipliedBy(2));
    assertThat(observations().collectGarbage(late)).isZero();
    assertThat(hold(holding("a", 1, "open", "resolved"))).isEqualTo(done(0, RETRIED, RETRIED));
  }

  @Test
  void whatIsHeldNoLongerLivesItsTimeFromThenOn() {
    hold(holding("a", 1, "web-0"));
    Instant late = NOON.plus(TIME_TO_LIVE.multipliedBy(2));
    setTime(late);
    hold(holding("a", 2));
    Instant end = late.plus(TIME_TO_LIVE);
    assertThat(observations().collectGarbage(end.minusSeconds(1))).isZero();
    assertThat(observations().collectGarbage(end.plusSeconds(11))).isEqualTo(1);
    assertThat(hold(holding("a", 3, "web-0"))).isEqualTo(done(0, CREATED));
  }

  @Test
  void whatIsHeldAgainIsNotRemovedEvenIfItIsTheOlderReport() {
    hold(holding(object("a", 1), 1, NOON, "web-0"));
    hold(holding("a", 2));
    hold(holding(object("a", 3), 1, NOON.minusSeconds(3600), "web-0"));
    assertThat(observations().collectGarbage(NOON.plus(TIME_TO_LIVE).plusSeconds(60))).isZero();
    assertThat(find("web-0").state()).isEqualTo(State.OPEN);
  }

  @Test
  void thatAnObjectIsGoneIsKnownForAnHour() {
    hold(gone("a", 6));
    observations().collectGarbage(NOON.plus(Duration.ofMinutes(59)));
    assertThat(hold(holding("a", 5, "web-0"))).isEqualTo(OUTDATED);
    observations().collectGarbage(NOON.plus(Duration.ofMinutes(61)));
    assertThat(hold(holding("a", 5, "web-0"))).isEqualTo(done(0, CREATED));
  }

  @Test
  void objectsAreListedByTheirHashWithoutSign() {
    long middle = Long.MIN_VALUE;
    List<SourceObject> objects =
        List.of(
            hashed("low", 0),
            hashed("belowMiddle", middle - 1),
            hashed("middle", middle),
            hashed("top", -1));
    objects.forEach(each -> hold(holding(each, 1)));
    hold(gone(hashed("gone", 5)));
    assertThat(store().heldIn("falco", 0, -1, "", 10))
        .containsExactly(objects.get(1), objects.get(0), objects.get(2), objects.get(3));
    assertThat(store().heldIn("falco", 0, middle - 1, "", 10))
        .containsExactly(objects.get(1), objects.get(0));
    assertThat(store().heldIn("falco", middle, -1, "", 10))
        .containsExactly(objects.get(2), objects.get(3));
    assertThat(store().heldIn("other", 0, -1, "", 10)).isEmpty();
  }

  @Test
  void objectsAreListedPageByPage() {
    List<SourceObject> objects =
        IntStream.range(0, 25).mapToObj(i -> hashed("uid-%02d".formatted(i), i)).toList();
    objects.forEach(each -> hold(holding(each, 1)));
    List<SourceObject> paged = new ArrayList<>();
    List<SourceObject> page = store().heldIn("falco", 0, -1, "", 10);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = store().heldIn("falco", 0, -1, page.getLast().uid(), 10);
    }
    assertThat(paged).isEqualTo(objects);
  }

  @Test
  void theRevisionListedIsTheLatestTold() {
    hold(holding("a", 1, "web-0"));
    hold(holding("a", 8, "web-0"));
    assertThat(store().heldIn("falco", 0, -1, "", 10)).containsExactly(object("a", 8));
  }

  private Held hold(Holding holding) {
    return store().hold(List.of(holding)).getFirst();
  }

  private Observation find(String pod) {
    return observations().find(Fingerprint.of(shellIn(pod))).orElseThrow();
  }

  private void apply(String pod, Transition transition) {
    assertThat(observations().apply(Fingerprint.of(shellIn(pod)), transition, NOON)).isPresent();
  }

  private ChangeFeed.Batch.Changes changes(long after) {
    return (ChangeFeed.Batch.Changes) feed().since(after, 100);
  }

  private static Held done(int resolved, Recorded... findings) {
    return new Held.Done(Arrays.asList(findings), resolved);
  }

  private static Fence epoch(long epoch) {
    return new Fence(FENCE.group(), FENCE.pool(), FENCE.partition(), epoch);
  }

  private static SourceObject hashed(String uid, long hash) {
    return new SourceObject(uid, hash, "shop", "report", NOON, 1);
  }
}
