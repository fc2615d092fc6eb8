package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.loop.ManualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The cases of client-go's {@code leaderelection_test.go} and of kubert's {@code lease} tests, and
 * those that they lack.
 */
final class ElectionTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final ManualLoop loop = new ManualLoop();
  private final InMemoryLeaseStore store = new InMemoryLeaseStore(new AtomicLong(100));
  private final Candidate a = new Candidate("a", store, loop);
  private final Candidate b = new Candidate("b", store, loop);

  @Test
  void aLeaseThatIsNotThereIsCreated() {
    a.started();
    loop.runDue();
    assertThat(a.leads()).isTrue();
    assertThat(a.told)
        .singleElement()
        .isInstanceOfSatisfying(
            Election.State.Leading.class, leading -> assertThat(leading.revision()).isEqualTo(101));
    Lease stored = stored();
    assertThat(stored.holder()).isEqualTo("a");
    assertThat(stored.transitions()).isZero();
    assertThat(stored.duration()).isEqualTo(Candidate.TIMING.duration());
    assertThat(stored.acquiredAt()).isEqualTo(stored.renewedAt()).isNotNull();
  }

  @Test
  void leadershipCanBeAwaited() throws Exception {
    CompletableFuture<Election.State> awaited = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            awaited.complete(
                a.election.await(Election.State.Leading.class::isInstance, Duration.ofMinutes(1)));
          } catch (InterruptedException interrupted) {
            awaited.completeExceptionally(interrupted);
          }
        });
    a.started();
    loop.runDue();
    assertThat(awaited.get(1, TimeUnit.MINUTES)).isInstanceOf(Election.State.Leading.class);
  }

  @Test
  void awaitingEndsWithItsTime() throws InterruptedException {
    assertThat(a.election.await(Election.State.Leading.class::isInstance, Duration.ZERO))
        .isEqualTo(new Election.State.Following(""));
  }

  @Test
  void aLeaseThatNobodyHoldsIsTakenAtOnce() {
    store.create(lease("", Duration.ofSeconds(15), 3));
    a.started();
    loop.runDue();
    assertThat(a.leads()).isTrue();
    assertThat(stored().transitions()).isEqualTo(4);
  }

  @Test
  void aLeaseThatSaysNothingAtAllIsTakenAtOnce() {
    store.create(lease("", Duration.ZERO, 0));
    a.started();
    loop.runDue();
    assertThat(a.leads()).isTrue();
  }

  @Test
  void annotationsOfOthersAreKept() {
    store.create(
        new Lease(
            Candidate.GROUP,
            Candidate.LEASE,
            "",
            SECOND,
            null,
            null,
            0,
            Map.of("somebody.dev/note", "mine"),
            0));
    a.started();
    loop.advance(Duration.ofSeconds(2));
    assertThat(stored().annotations()).containsEntry("somebody.dev/note", "mine");
  }

  @Test
  void aHolderThatNeverRenewsIsSucceededAtTheObservedExpiry() {
    store.create(lease("gone", Duration.ofSeconds(5), 7));
    a.started();
    loop.advance(Duration.ofSeconds(5).minus(MILLI));
    assertThat(a.leads()).isFalse();
    assertThat(a.election.isCurrentFor("gone")).isTrue();
    // A tenth of the retry period is jitter.
    loop.advance(Duration.ofMillis(101));
    assertThat(a.leads()).isTrue();
    assertThat(stored().transitions()).isEqualTo(8);
  }

  @Test
  void onlyOneHoldsTheLease() {
    a.started();
    b.started();
    loop.advance(Duration.ofSeconds(60));
    assertThat(a.leads()).isNotEqualTo(b.leads());
    assertThat(stored().transitions()).isZero();
  }

  @Test
  void aLiveHolderIsNotRobbedHoweverOldItsLeaseLooks() {
    a.started();
    loop.runDue();
    b.started();
    for (int i = 0; i < 100; i++) {
      loop.advance(Duration.ofMillis(777));
      assertThat(a.leads()).isTrue();
      assertThat(b.leads()).isFalse();
    }
    assertThat(b.told).containsExactly(new Election.State.Following("a"));
  }

  @Test
  void aRenewalIsOneWriteWithoutARead() {
    a.started();
    loop.runDue();
    long before = loop.calls();
    loop.advance(Duration.ofSeconds(10));
    assertThat(loop.calls() - before).isEqualTo(10);
    assertThat(a.told).hasSize(1);
  }

  @Test
  void aRenewalThatConflictsReadsAndGoesOn() {
    a.started();
    loop.runDue();
    store.update(annotated(stored()));
    loop.advance(Duration.ofSeconds(2));
    assertThat(a.leads()).isTrue();
    assertThat(a.told).hasSize(1);
    assertThat(stored().annotations()).containsKey("somebody.dev/note");
  }

  @Test
  void aLeaderThatSeesAnotherHolderStepsDownAtOnce() {
    a.started();
    loop.runDue();
    store.update(held(stored(), "b"));
    loop.advance(SECOND);
    assertThat(a.leads()).isFalse();
    assertThat(a.told).endsWith(new Election.State.Following("b"));
  }

  @Test
  void aLeaderWhoseLeaseWasDeletedStepsDownAndMayWinAgain() {
    a.started();
    loop.runDue();
    store.delete(stored());
    loop.advance(SECOND);
    assertThat(a.told).hasSize(3);
    assertThat(a.told.get(1)).isEqualTo(new Election.State.Following(""));
    assertThat(a.leads()).isTrue();
  }

  @Test
  void aHolderThatDiesIsSucceededWhenItsLeaseExpires() {
    a.started();
    loop.runDue();
    b.started();
    loop.runDue();
    a.election.abandon();
    loop.advance(Duration.ofSeconds(5).minus(MILLI));
    assertThat(b.leads()).isFalse();
    loop.advance(Duration.ofMillis(101));
    assertThat(b.leads()).isTrue();
  }

  @Test
  void aLeaderThatCannotRenewStopsAtItsDeadline() {
    a.started();
    loop.runDue();
    loop.cutOff(true);
    loop.advance(Duration.ofSeconds(3).minus(MILLI));
    assertThat(a.leads()).isTrue();
    loop.advance(MILLI);
    assertThat(a.leads()).isFalse();
    loop.cutOff(false);
    loop.advance(SECOND);
    assertThat(a.leads()).isTrue();
    assertThat(stored().transitions()).isZero();
  }

  @Test
  void validityEndsByTheClocksThoughNothingRuns() {
    a.started();
    loop.runDue();
    loop.stall(Duration.ofSeconds(3).minus(MILLI));
    assertThat(a.leads()).isTrue();
    loop.stall(MILLI);
    assertThat(a.leads()).isFalse();
    assertThat(a.election.isCurrentFor("a")).isFalse();
  }

  @Test
  void aStepOfTheWallClockPausesLeadershipUntilTheNextRenewal() {
    a.started();
    loop.runDue();
    loop.jumpWall(Duration.ofMinutes(-5));
    assertThat(a.leads()).isFalse();
    loop.advance(SECOND);
    assertThat(a.leads()).isTrue();
    assertThat(stored().transitions()).isZero();
  }

  @Test
  void aPauseIsToldAsANewBeginningOfTheSameTerm() {
    a.started();
    loop.runDue();
    loop.jumpWall(Duration.ofMinutes(5));
    assertThat(a.leads()).isFalse();
    loop.advance(SECOND);
    assertThat(a.told).hasSize(2).allMatch(Election.State.Leading.class::isInstance);
  }

  @Test
  void whoeverVacatesIsSucceededAtOnceWhenAWatchTells() {
    a.started();
    loop.runDue();
    b.started();
    loop.runDue();
    store.watch(Candidate.GROUP, b.election::hint);
    boolean[] released = new boolean[1];
    a.election.stepDown(() -> released[0] = true);
    loop.runDue();
    assertThat(released).containsExactly(true);
    assertThat(a.leads()).isFalse();
    assertThat(b.leads()).isTrue();
    assertThat(stored().holder()).isEqualTo("b");
    assertThat(stored().transitions()).isEqualTo(1);
  }

  @Test
  void whoeverVacatesIsSucceededWithinARetryWithoutAWatch() {
    a.started();
    loop.runDue();
    b.started();
    loop.runDue();
    a.election.stepDown(() -> {});
    loop.advance(Candidate.TIMING.retryPeriod());
    assertThat(b.leads()).isTrue();
  }

  @Test
  void whoeverStepsDownLeavesTheLeaseToOthersForItsDuration() {
    a.started();
    loop.runDue();
    a.election.stepDown(() -> {});
    loop.advance(Duration.ofSeconds(5).minus(MILLI));
    assertThat(a.leads()).isFalse();
    assertThat(stored().isVacant()).isTrue();
    loop.advance(MILLI);
    assertThat(a.leads()).isTrue();
  }

  @Test
  void aFollowerStepsDownAtOnce() {
    store.create(lease("somebody", Duration.ofSeconds(5), 0));
    a.started();
    loop.runDue();
    boolean[] done = new boolean[1];
    a.election.stepDown(() -> done[0] = true);
    assertThat(done).containsExactly(true);
    assertThat(stored().holder()).isEqualTo("somebody");
  }

  @Test
  void releaseClearsTheHolderThoughTheFirstAttemptConflicts() {
    a.started();
    loop.runDue();
    store.update(annotated(stored()));
    boolean[] released = new boolean[1];
    a.election.close(() -> released[0] = true);
    loop.runDue();
    assertThat(released).containsExactly(true);
    assertThat(stored().holder()).isEmpty();
    assertThat(stored().duration()).isEqualTo(SECOND);
    assertThat(stored().transitions()).isZero();
  }

  @Test
  void releaseGoesOnUntilTheStoreAnswers() {
    a.started();
    loop.runDue();
    loop.cutOff(true);
    boolean[] released = new boolean[1];
    a.election.close(() -> released[0] = true);
    loop.advance(SECOND);
    assertThat(released).containsExactly(false);
    loop.cutOff(false);
    loop.advance(SECOND);
    assertThat(released).containsExactly(true);
    assertThat(stored().isVacant()).isTrue();
  }

  @Test
  void closingWhileTheFirstReadIsUnderWayWritesNothing() {
    loop.hold(true);
    a.started();
    a.election.close(() -> {});
    loop.answer();
    assertThat(loop.waiting()).isZero();
    assertThat(store.read(Candidate.LEASE)).isEmpty();
  }

  @Test
  void closingWhileTheWriteIsUnderWayLetsGoAgain() {
    loop.hold(true);
    a.started();
    loop.answer();
    a.election.close(() -> {});
    loop.answer();
    assertThat(stored().holder()).isEqualTo("a");
    loop.answer();
    assertThat(stored().isVacant()).isTrue();
    assertThat(a.told).isEmpty();
    loop.advance(Duration.ofSeconds(30));
    assertThat(stored().isVacant()).isTrue();
  }

  @Test
  void whoWonWithoutHearingOfItFindsItsOwnName() {
    loop.hold(true);
    a.started();
    loop.answer();
    loop.loseReply();
    assertThat(stored().holder()).isEqualTo("a");
    assertThat(a.leads()).isFalse();
    loop.hold(false);
    loop.advance(Candidate.TIMING.pauseAfterFailure());
    assertThat(a.leads()).isTrue();
  }

  @Test
  void aRenewalWhoseReplyWasLostCostsNothing() {
    a.started();
    loop.runDue();
    loop.hold(true);
    loop.advance(SECOND);
    loop.loseReply();
    loop.hold(false);
    loop.advance(SECOND);
    assertThat(a.leads()).isTrue();
    assertThat(a.told).hasSize(1);
    assertThat(stored().transitions()).isZero();
  }

  @Test
  void aRenewalIsWorthWhatIsLeftOfItWhenItsReplyComes() {
    a.started();
    loop.runDue();
    loop.hold(true);
    loop.advance(SECOND);
    loop.advance(Duration.ofMillis(1_900));
    loop.answer();
    loop.advance(Duration.ofMillis(1_099));
    assertThat(a.leads()).isTrue();
    loop.advance(MILLI);
    assertThat(a.leads()).isFalse();
  }

  @Test
  void aStandbyWhoseReadsFailGoesOnTrying() {
    loop.cutOff(true);
    a.started();
    loop.advance(Duration.ofSeconds(20));
    assertThat(a.leads()).isFalse();
    loop.cutOff(false);
    loop.advance(SECOND);
    assertThat(a.leads()).isTrue();
  }

  @Test
  void aHintOfALiveHolderRestartsItsTime() {
    store.create(lease("x", Duration.ofSeconds(5), 0));
    a.started();
    loop.advance(Duration.ofSeconds(4));
    store.update(held(stored(), "x"));
    a.election.hint(stored());
    loop.advance(Duration.ofMillis(4_900));
    assertThat(a.leads()).isFalse();
    loop.advance(Duration.ofMillis(201));
    assertThat(a.leads()).isTrue();
  }

  @Test
  void aHintThatComesLateIsIgnored() {
    store.create(lease("", SECOND, 0));
    Lease vacant = stored();
    b.started();
    loop.runDue();
    a.started();
    loop.runDue();
    a.election.hint(vacant);
    loop.runDue();
    assertThat(a.election.state()).isEqualTo(new Election.State.Following("b"));
    assertThat(b.leads()).isTrue();
  }

  @Test
  void aClosedCandidateTriesNoMore() {
    a.election.close(() -> {});
    a.started();
    loop.advance(Duration.ofSeconds(30));
    assertThat(loop.calls()).isZero();
  }

  @Test
  void anAbandonedCandidateDoesNotSayThatItLeads() {
    a.started();
    loop.runDue();
    a.election.abandon();
    assertThat(a.leads()).isFalse();
    assertThat(stored().holder()).isEqualTo("a");
  }

  private Lease stored() {
    return store.read(Candidate.LEASE).orElseThrow();
  }

  private static Lease lease(String holder, Duration duration, int transitions) {
    return new Lease(
        Candidate.GROUP,
        Candidate.LEASE,
        holder,
        duration,
        Instant.EPOCH,
        Instant.EPOCH,
        transitions,
        Map.of(),
        0);
  }

  private static Lease held(Lease lease, String holder) {
    return new Lease(
        lease.group(),
        lease.name(),
        holder,
        lease.duration(),
        lease.acquiredAt(),
        lease.renewedAt(),
        lease.transitions() + 1,
        lease.annotations(),
        lease.revision());
  }

  private static Lease annotated(Lease lease) {
    return new Lease(
        lease.group(),
        lease.name(),
        lease.holder(),
        lease.duration(),
        lease.acquiredAt(),
        lease.renewedAt(),
        lease.transitions(),
        Map.of("somebody.dev/note", "mine"),
        lease.revision());
  }
}
