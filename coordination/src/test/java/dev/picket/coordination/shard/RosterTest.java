package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.lease.InMemoryLeaseStore;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.coordination.lease.Moment;
import dev.picket.coordination.loop.ManualLoop;
import dev.picket.coordination.shard.Roster.Life;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RosterTest {

  private static final LeaseTiming TIMING = LeaseTiming.FAST;
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration JUST_UNDER = TIMING.duration().minus(MILLI);

  private final ManualLoop loop = new ManualLoop();
  private final AtomicLong revisions = new AtomicLong();
  private final InMemoryLeaseStore leases = new InMemoryLeaseStore(revisions);
  private final Roster roster = new Roster(terms(), () -> {});

  private Terms terms() {
    ShardSettings settings = ShardSettings.of("group", "self", "", TIMING);
    ShardStores stores =
        new ShardStores(leases, new InMemoryShardMapStore(revisions), FenceStore.none());
    return new Terms(
        settings, stores, new LeaseRules(), new ShardRules(), loop, loop.clocks(), new Random(1));
  }

  @Test
  void aMemberLivesForTheLeaseDurationAfterItsLastChange() {
    Lease lease = create("a", "a");
    list();
    loop.advance(JUST_UNDER);
    assertThat(roster.life("a")).isEqualTo(Life.ALIVE);
    roster.see(((LeaseStore.Write.Done) leases.update(lease)).lease());
    loop.advance(JUST_UNDER);
    assertThat(roster.life("a")).isEqualTo(Life.ALIVE);
    loop.advance(MILLI);
    assertThat(roster.life("a")).isEqualTo(Life.SILENT);
  }

  @Test
  void silenceAloneIsNeverDeath() {
    create("a", "a");
    listFor(100);
    assertThat(roster.life("a")).isEqualTo(Life.SILENT);
    assertThat(roster.members()).allMatch(roster::mayBeSeized);
  }

  @Test
  void aSeizedOrReleasedLeaseIsDeath() {
    create("a", "seized-by-b");
    leases.create(lease("b", "", MemberNotes.releasedNote()));
    list();
    assertThat(roster.life("a")).isEqualTo(Life.DEAD);
    assertThat(roster.life("b")).isEqualTo(Life.DEAD);
  }

  @Test
  void anEditedHolderIsSilenceAndMayBeSeizedOnlyAfterTheDuration() {
    create("a", "somebody-else");
    create("b", "");
    listFor(4);
    assertThat(roster.members()).noneMatch(roster::mayBeSeized);
    assertThat(roster.life("a")).isEqualTo(Life.SILENT);
    assertThat(roster.life("b")).isEqualTo(Life.SILENT);
    listFor(1);
    assertThat(roster.members()).allMatch(roster::mayBeSeized);
  }

  @Test
  void aDeletedLeaseIsDeathAfterTheDurationSinceThatWasConfirmed() {
    list();
    assertThat(roster.life("gone")).isEqualTo(Life.SILENT);
    loop.advance(Duration.ofSeconds(2));
    list();
    loop.advance(JUST_UNDER);
    assertThat(roster.life("gone")).isEqualTo(Life.SILENT);
    loop.advance(MILLI);
    assertThat(roster.life("gone")).isEqualTo(Life.DEAD);
  }

  @Test
  void whoWasCreatedAfterTheLastListThatSucceededIsNotDead() {
    list();
    create("late", "late");
    loop.cutOff(true);
    assertThat(roster.life("late")).isEqualTo(Life.SILENT);
    for (int i = 0; i < 60; i++) {
      loop.advance(Duration.ofSeconds(1));
      list();
      assertThat(roster.life("late")).isEqualTo(Life.SILENT);
    }
    loop.cutOff(false);
    list();
    assertThat(roster.life("late")).isEqualTo(Life.ALIVE);
  }

  @Test
  void aListThatWasSentBeforeAMemberWasMissedConfirmsNothing() {
    list();
    loop.hold(true);
    roster.refresh();
    loop.advance(MILLI);
    assertThat(roster.life("gone")).isEqualTo(Life.SILENT);
    loop.answer();
    loop.hold(false);
    loop.advance(Duration.ofDays(1));
    assertThat(roster.life("gone")).isEqualTo(Life.SILENT);
  }

  @Test
  void itIsKnownSinceAMomentByAListThatWasSentThen() {
    assertThat(roster.isKnown()).isFalse();
    Moment before = loop.now();
    list();
    assertThat(roster.isKnown()).isTrue();
    assertThat(roster.knownSince(before)).isEqualTo(before);
    loop.advance(MILLI);
    assertThat(roster.knownSince(loop.now())).isNull();
  }

  @Test
  void aRefreshDuringAListIsMadeUpFor() {
    loop.hold(true);
    roster.refresh();
    roster.refresh();
    roster.refresh();
    assertThat(loop.waiting()).isEqualTo(1);
    loop.answer();
    assertThat(loop.waiting()).isEqualTo(1);
    loop.answer();
    assertThat(loop.waiting()).isZero();
  }

  @Test
  void afterAnOutageTheSilentAreGivenTimeToBeHeard() {
    create("a", "a");
    list();
    loop.advance(Duration.ofSeconds(20));
    list();
    loop.advance(TIMING.retryPeriod().minus(MILLI));
    assertThat(roster.life("a")).isEqualTo(Life.SILENT);
    assertThat(roster.members()).noneMatch(roster::mayBeSeized);
    list();
    loop.advance(MILLI);
    assertThat(roster.members()).allMatch(roster::mayBeSeized);
  }

  @Test
  void leasesOfOthersAreNotMembers() {
    create("coordinator", "x");
    leases.create(
        new Lease("group", "other-a", "a", TIMING.duration(), null, null, 0, Map.of(), 0));
    create("a", "a");
    list();
    assertThat(roster.members()).extracting(Roster.Member::id).containsExactly("a");
  }

  @Test
  void theNextExpiryIsTheSoonest() {
    assertThat(roster.untilNextExpiry()).isEqualTo(TIMING.duration());
    create("a", "a");
    list();
    loop.advance(Duration.ofSeconds(1));
    create("b", "b");
    list();
    assertThat(roster.untilNextExpiry()).isEqualTo(Duration.ofSeconds(4));
  }

  private void list() {
    roster.refresh();
    loop.runDue();
  }

  /** Lists now, and every second. */
  private void listFor(int seconds) {
    list();
    for (int i = 0; i < seconds; i++) {
      loop.advance(Duration.ofSeconds(1));
      list();
    }
  }

  private Lease create(String id, String holder) {
    return ((LeaseStore.Write.Done) leases.create(lease(id, holder, Map.of()))).lease();
  }

  private static Lease lease(String id, String holder, Map<String, String> annotations) {
    return new Lease(
        "group", "group-" + id, holder, TIMING.duration(), null, null, 0, annotations, 0);
  }
}
