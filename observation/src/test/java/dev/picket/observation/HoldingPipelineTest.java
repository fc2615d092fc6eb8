package dev.picket.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HoldingPipelineTest {

  private static final Instant MADE = Occurrences.NOON.minus(Duration.ofDays(100));
  private static final Fence FENCE = new Fence("picket", "uid", 3, 7);
  private static final Selection<String> NOT_SANDBOX = new Selection<>(Set.of(), Set.of("sandbox"));

  private final InMemoryObservationStore store =
      new InMemoryObservationStore(() -> Occurrences.NOON);
  private final FlakyHoldingStore flaky = new FlakyHoldingStore(store);
  private final Ledger ledger = new Ledger();
  private final HoldingPipeline pipeline =
      new HoldingPipeline(
          "trivy",
          new Stages(Filters.NONE, Occurrences.TIME_TO_LIVE),
          flaky,
          ledger.account("trivy"),
          () -> Occurrences.NOON);

  @BeforeEach
  void claim() {
    store.claim(FENCE);
  }

  @AfterEach
  void theBooksAddUp() {
    assertThat(balance().adds()).as("%s", balance()).isTrue();
  }

  @Test
  void aFindingIsStoredOnceAndThenRetriedUntilItsContentChanges() {
    pipeline.hold(state(1, finding("web-0", 10), finding("web-1", 11)), FENCE);
    pipeline.hold(state(1, finding("web-0", 10), finding("web-1", 11)), FENCE);
    pipeline.hold(state(2, finding("web-0", 10), finding("web-1", 12)), FENCE);
    assertThat(balance().received()).isEqualTo(6);
    assertThat(balance().stored()).isEqualTo(2);
    assertThat(balance().repeated()).isEqualTo(4);
    assertThat(balance().retried()).isEqualTo(3);
    assertThat(entry("web-1").count()).isEqualTo(2);
  }

  @Test
  void whatIsNotFoundAnyMoreIsResolvedAndBackAgainIsCounted() {
    pipeline.hold(state(1, finding("web-0", 10)), FENCE);
    assertThat(pipeline.hold(state(2), FENCE)).isEqualTo(new Held.Done(List.of(), 1));
    assertThat(entry("web-0").state()).isEqualTo(State.RESOLVED);
    pipeline.hold(state(3, finding("web-0", 10)), FENCE);
    assertThat(entry("web-0").state()).isEqualTo(State.OPEN);
    assertThat(entry("web-0").count()).isEqualTo(2);
    assertThat(pipeline.hold(ObjectState.gone(object(4)), FENCE))
        .isEqualTo(new Held.Done(List.of(), 1));
  }

  @Test
  void invalidItemsAndFilteredOnesAreNotHeld() {
    HoldingPipeline filtering =
        new HoldingPipeline(
            "trivy",
            new Stages(
                new Filters(
                    Severity.HIGH,
                    Selection.all(),
                    NOT_SANDBOX,
                    Selection.all(),
                    Selection.all(),
                    Selection.all(),
                    Selection.all(),
                    Condition.ALWAYS),
                Occurrences.TIME_TO_LIVE),
            store,
            ledger.account("trivy"),
            () -> Occurrences.NOON);
    Item.Reported low =
        new Item.Reported(0, Occurrences.shellIn("low", Severity.LOW, Occurrences.NOON, null));
    Item.Invalid invalid = new Item.Invalid(1, new InputProblem("/a", "b", "c"));
    filtering.hold(
        new ObjectState(object(1), List.of(low, invalid), List.of(1L, 0L), false), FENCE);
    assertThat(store.latest()).isZero();
    assertThat(balance().filtered()).isEqualTo(Map.of("minimum_severity", 1L));
    assertThat(balance().rejected()).isEqualTo(Map.of("invalid_item", 1L));
  }

  @Test
  void oneProblemTwiceInAnObjectIsHeldOnceAtItsWorstWhateverTheOrder() {
    Finding high = finding("web-0", Severity.HIGH, 10);
    Finding low = finding("web-0", Severity.LOW, 99);
    Finding otherHigh = finding("web-0", Severity.HIGH, 9);
    pipeline.hold(state(1, low, high, otherHigh), FENCE);
    pipeline.hold(state(2, otherHigh, low, high), FENCE);
    assertThat(entry("web-0").count()).isEqualTo(1);
    assertThat(entry("web-0").severity()).isEqualTo(Severity.HIGH);
    assertThat(balance().stored()).isEqualTo(1);
    assertThat(balance().retried()).isEqualTo(5);
    pipeline.hold(state(3, high), FENCE);
    assertThat(entry("web-0").count()).isEqualTo(1);
  }

  @Test
  void anOlderStateIsFilteredAsOutdated() {
    pipeline.hold(state(5, finding("web-0", 10)), FENCE);
    assertThat(pipeline.hold(state(4, finding("web-0", 9), finding("web-1", 9)), FENCE))
        .isEqualTo(new Held.Outdated());
    assertThat(balance().filtered()).isEqualTo(Map.of("outdated", 2L));
  }

  @Test
  void whatTheFenceRefusesIsUnavailable() {
    store.claim(new Fence("picket", "uid", 3, 8));
    assertThat(pipeline.hold(state(1, finding("web-0", 10)), FENCE)).isEqualTo(new Held.Fenced(8));
    assertThat(balance().unavailable()).isEqualTo(Map.of("fenced", 1L));
    assertThat(store.latest()).isZero();
  }

  @Test
  void aStoreThatIsAwayIsToldOfAndBooked() {
    flaky.fail(new StoreUnavailableException("gone", Duration.ofSeconds(3)), 1);
    ObjectState state = state(1, finding("web-0", 10), finding("web-1", 10));
    assertThatThrownBy(() -> pipeline.hold(state, FENCE))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(balance().unavailable()).isEqualTo(Map.of("store", 2L));
    pipeline.hold(state, FENCE);
    assertThat(balance().received()).isEqualTo(4);
    assertThat(balance().stored()).isEqualTo(2);
  }

  @Test
  void aMistakeOfTheStoresIsBookedToo() {
    flaky.fail(new IllegalStateException("a mistake"), 1);
    ObjectState state = state(1, finding("web-0", 10));
    assertThatThrownBy(() -> pipeline.hold(state, FENCE)).isInstanceOf(IllegalStateException.class);
    assertThat(balance().unavailable()).isEqualTo(Map.of("internal_error", 1L));
  }

  @Test
  void anObjectsTimeIsBelievedBackToADayBeforeItWasMade() {
    Instant old = MADE.minus(Duration.ofHours(20));
    pipeline.hold(state(1, dated("old", old), dated("epoch", Instant.EPOCH)), FENCE);
    assertThat(entry("old").firstSeen()).isEqualTo(old);
    assertThat(entry("epoch").firstSeen()).isEqualTo(Occurrences.NOON);
    pipeline.hold(state(2, dated("ahead", Occurrences.NOON.plusSeconds(61))), FENCE);
    assertThat(entry("ahead").firstSeen()).isEqualTo(Occurrences.NOON);
    assertThat(balance().clocksCorrected()).isEqualTo(2);
  }

  @Test
  void anObjectMadeInTheFutureByTheServersClockIsBelievedAsAReportWouldBe() {
    Instant earlier = Occurrences.NOON.minus(Duration.ofHours(23));
    Finding late = dated("late", earlier);
    SourceObject ahead =
        new SourceObject("uid-1", 42, "shop", "report", Occurrences.NOON.plusSeconds(9_999), 1);
    pipeline.hold(new ObjectState(ahead, List.of(late.item()), List.of(1L), false), FENCE);
    assertThat(entry("late").firstSeen()).isEqualTo(earlier);
  }

  @Test
  void aStateNeedsADigestForEachItemAndNoneWhenItIsGone() {
    Finding finding = finding("web-0", 1);
    assertThatThrownBy(() -> new ObjectState(object(1), List.of(finding.item()), List.of(), false))
        .hasMessageContaining("1 items with 0 digests");
    assertThatThrownBy(() -> new ObjectState(object(1), List.of(finding.item()), List.of(1L), true))
        .hasMessageContaining("gone: true");
  }

  private record Finding(Item item, long content) {}

  private static Finding finding(String pod, long content) {
    return finding(pod, Severity.HIGH, content);
  }

  private static Finding finding(String pod, Severity severity, long content) {
    return new Finding(
        new Item.Reported(0, Occurrences.shellIn(pod, severity, Occurrences.NOON, null)), content);
  }

  private static Finding dated(String pod, Instant at) {
    return new Finding(new Item.Reported(0, Occurrences.shellIn(pod, Severity.HIGH, at, null)), 1);
  }

  private static ObjectState state(long revision, Finding... findings) {
    return new ObjectState(
        object(revision),
        List.of(findings).stream().map(Finding::item).toList(),
        List.of(findings).stream().map(Finding::content).toList(),
        false);
  }

  private static SourceObject object(long revision) {
    return new SourceObject("uid-1", 42, "shop", "report", MADE, revision);
  }

  private Observation entry(String pod) {
    return store.find(Fingerprint.of(Occurrences.shellIn(pod))).orElseThrow();
  }

  private Ledger.Balance balance() {
    return ledger.account("trivy").balance();
  }
}
