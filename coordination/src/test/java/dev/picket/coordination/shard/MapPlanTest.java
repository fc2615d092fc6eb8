package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.shard.Move.Reason;
import dev.picket.coordination.shard.Roster.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every transition of a partition, one by one. The map has four partitions. */
final class MapPlanTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final long REVISION = 50;
  private final List<Roster.Member> members = new ArrayList<>();
  private Life lifeWithoutALease = Life.SILENT;
  private boolean lineageSettled = true;

  @Test
  void theBeginningOwnsNothingAndKeepsTheFloors() {
    ShardMap map = MapPlan.beginning("new", 0, new long[] {0, 7, 3, 0}, NOW);
    assertThat(map.entries())
        .containsExactly(orphaned(0, 0), orphaned(7, 0), orphaned(3, 0), orphaned(0, 0));
    assertThat(map.base()).isZero();
    assertThat(map.moves()).containsExactly(new Move(NOW, Reason.CREATED, "", "", 4));
  }

  @Test
  void orphansAreGrantedInTheNextEpoch() {
    alive("a");
    ShardMap next = next(map(orphaned(0, 3), orphaned(7, 3), orphaned(3, 3), orphaned(0, 3)));
    assertThat(next.entries())
        .containsExactly(
            owned("a", 1, REVISION),
            owned("a", 8, REVISION),
            owned("a", 4, REVISION),
            owned("a", 1, REVISION));
    assertThat(next.base()).isEqualTo(REVISION);
    assertThat(next.lineage()).isEqualTo("lineage");
    assertThat(next.moves()).containsExactly(new Move(NOW, Reason.BALANCED, "", "a", 4));
  }

  @Test
  void aSettledMapIsLeftAlone() {
    alive("a");
    alive("b");
    assertThat(plan(map(owned("a", 1), owned("a", 1), owned("b", 2), owned("b", 2)))).isEmpty();
  }

  @Test
  void withoutAnybodyOrphansStayOrphans() {
    assertThat(plan(map(orphaned(1, 3), orphaned(1, 3), orphaned(1, 3), orphaned(1, 3)))).isEmpty();
  }

  @Test
  void whatALiveOwnerShallGiveUpIsDrainedFirst() {
    alive("a");
    alive("b");
    ShardMap next = next(all("a", 4));
    assertThat(next.entries())
        .containsExactly(
            draining("a", 4, "b"), draining("a", 4, "b"), owned("a", 4), owned("a", 4));
    assertThat(next.moves()).containsExactly(new Move(NOW, Reason.BALANCED, "a", "b", 2));
  }

  @Test
  void whatDrainsIsGrantedOnceItsOwnerHasAcknowledged() {
    ShardMap draining =
        map(draining("a", 4, "b"), draining("a", 4, "b"), owned("a", 4), owned("a", 4));
    alive("b");
    acknowledges("a", "lineage", REVISION + 1, 1);
    assertThat(next(draining).entries())
        .containsExactly(
            owned("b", 5, REVISION), draining("a", 4, "b"), owned("a", 4), owned("a", 4));
  }

  @Test
  void anAcknowledgementOfAnOlderMapOrAnotherLineageGrantsNothing() {
    ShardMap draining =
        map(draining("a", 4, "b"), draining("a", 4, "b"), owned("a", 4), owned("a", 4));
    alive("b");
    acknowledges("a", "lineage", REVISION);
    assertThat(plan(draining)).isEmpty();
    members.removeLast();
    acknowledges("a", "other", REVISION + 1);
    assertThat(plan(draining)).isEmpty();
  }

  @Test
  void aSilentOwnerKeepsWhatItHasAndWhatItDrains() {
    member("a", Life.SILENT, notes());
    alive("b");
    assertThat(plan(map(owned("a", 4), owned("a", 4), owned("b", 4), draining("a", 4, "b"))))
        .isEmpty();
  }

  @Test
  void aSilentMemberIsGivenNothing() {
    member("a", Life.SILENT, notes());
    alive("b");
    assertThat(next(map(orphaned(1, 3), orphaned(1, 3), orphaned(1, 3), orphaned(1, 3))).entries())
        .containsOnly(owned("b", 2, REVISION));
  }

  @Test
  void whatADeadOwnerHadOrDrainedIsGrantedWithoutItsWord() {
    member("a", Life.DEAD, notes());
    alive("b");
    ShardMap next = next(map(owned("a", 4), draining("a", 6, "b"), owned("b", 4), owned("b", 4)));
    assertThat(next.entries())
        .containsExactly(
            owned("b", 5, REVISION), owned("b", 7, REVISION), owned("b", 4), owned("b", 4));
    assertThat(next.moves()).containsExactly(new Move(NOW, Reason.SEIZED, "a", "b", 1));
  }

  @Test
  void whatADeadOwnerHadIsOrphanedWhereNobodyIsLeft() {
    member("a", Life.DEAD, notes());
    ShardMap next = next(all("a", 4));
    assertThat(next.entries()).containsOnly(orphaned(4, REVISION));
    assertThat(next.moves()).containsExactly(new Move(NOW, Reason.SEIZED, "a", "", 4));
  }

  @Test
  void anOwnerWithoutALeaseIsAskedFor() {
    alive("b");
    assertThat(plan(all("gone", 4))).isEmpty();
    lifeWithoutALease = Life.DEAD;
    assertThat(next(all("gone", 4)).entries()).containsOnly(owned("b", 5, REVISION));
  }

  @Test
  void whoLeavesIsDrainedOfEverything() {
    member("a", Life.ALIVE, leaving());
    alive("b");
    ShardMap next = next(all("a", 4));
    assertThat(next.entries()).containsOnly(draining("a", 4, "b"));
    assertThat(next.moves()).containsExactly(new Move(NOW, Reason.LEAVING, "a", "b", 4));
  }

  @Test
  void theLastOneToLeaveDrainsToNobodyAndLeavesOrphans() {
    member("a", Life.ALIVE, leaving());
    ShardMap draining = next(all("a", 4));
    assertThat(draining.entries()).containsOnly(draining("a", 4, ""));
    members.clear();
    member(
        "a",
        Life.ALIVE,
        new MemberNotes(
            "", true, false, acknowledgement("lineage", REVISION + 1), Optional.empty(), ""));
    assertThat(next(draining).entries()).containsOnly(orphaned(4, REVISION));
  }

  @Test
  void whoIsToBeDrainedIsGivenNothing() {
    member(
        "a", Life.ALIVE, new MemberNotes("", false, true, Optional.empty(), Optional.empty(), ""));
    alive("b");
    ShardMap next = next(map(owned("a", 4), owned("a", 4), owned("b", 4), orphaned(9, 3)));
    assertThat(next.entries())
        .containsExactly(
            draining("a", 4, "b"), draining("a", 4, "b"), owned("b", 4), owned("b", 10, REVISION));
    assertThat(next.moves()).contains(new Move(NOW, Reason.DRAINED, "a", "b", 2));
  }

  @Test
  void theNextOneDyingMakesAnotherNext() {
    alive("a");
    member("b", Life.DEAD, notes());
    alive("c");
    ShardMap next =
        next(map(draining("a", 4, "b"), draining("a", 4, "b"), owned("a", 4), owned("a", 4)));
    assertThat(next.entries())
        .containsExactly(
            draining("a", 4, "c"), draining("a", 4, "c"), owned("a", 4), owned("a", 4));
  }

  @Test
  void whatDrainsMayComeBackToItsOwnerInTheNextEpochOnly() {
    acknowledges("a", "lineage", REVISION + 1);
    ShardMap next =
        next(map(draining("a", 4, "b"), draining("a", 4, "b"), owned("a", 4), owned("a", 4)));
    assertThat(next.entries())
        .containsExactly(
            owned("a", 5, REVISION), owned("a", 5, REVISION), owned("a", 4), owned("a", 4));
  }

  @Test
  void aNewLineageGrantsNothingBeforeItIsSettled() {
    acknowledges("a", "lineage", REVISION);
    lineageSettled = false;
    ShardMap beginning = MapPlan.beginning("lineage", 0, new long[4], NOW);
    assertThat(plan(beginning)).isEmpty();
    lineageSettled = true;
    assertThat(next(beginning).entries()).containsOnly(owned("a", 1, REVISION));
  }

  @Test
  void aNewLineageWaitsForEverybodyWhoMayOwnByAnother() {
    acknowledges("a", "lineage", REVISION);
    member("b", Life.SILENT, notes());
    ShardMap beginning = MapPlan.beginning("lineage", 0, new long[4], NOW);
    assertThat(plan(beginning)).isEmpty();
    members.removeLast();
    member("b", Life.DEAD, notes());
    assertThat(plan(beginning)).isPresent();
  }

  @Test
  void aNewLineageWaitsForWorkInFlightPartitionByPartition() {
    acknowledges("a", "lineage", REVISION, 2);
    assertThat(next(MapPlan.beginning("lineage", 0, new long[4], NOW)).entries())
        .containsExactly(
            owned("a", 1, REVISION),
            owned("a", 1, REVISION),
            orphaned(0, 0),
            owned("a", 1, REVISION));
  }

  @Test
  void aRefusedClaimRaisesTheEpochPastTheFloor() {
    MemberNotes.Refusal refusal = new MemberNotes.Refusal(90, set(1));
    member(
        "a",
        Life.ALIVE,
        new MemberNotes("", false, false, Optional.empty(), Optional.of(refusal), ""));
    ShardMap next = next(all("a", 4));
    assertThat(next.entries())
        .containsExactly(owned("a", 4), owned("a", 91, REVISION), owned("a", 4), owned("a", 4));
    assertThat(next.moves()).containsExactly(new Move(NOW, Reason.FENCED, "a", "a", 1));
    assertThat(plan(next)).isEmpty();
  }

  @Test
  void movesAreRememberedNewestFirstUpToALimit() {
    alive("a");
    ShardMap map = all("a", 1);
    for (int i = 0; i < ShardMap.MOVES_MAX; i++) {
      alive("new-" + i);
      alive("newer-" + i);
      map = plan(map).orElse(map);
      members.clear();
      lifeWithoutALease = Life.DEAD;
      alive("a-" + i);
      map = plan(map).orElse(map);
    }
    assertThat(map.moves()).hasSize(ShardMap.MOVES_MAX);
    assertThat(map.moves().getFirst().to()).isEqualTo("a-" + (ShardMap.MOVES_MAX - 1));
  }

  private ShardMap next(ShardMap map) {
    return plan(map).orElseThrow();
  }

  private Optional<ShardMap> plan(ShardMap map) {
    return new MapPlan(
            map, REVISION, new ShardRules(), members, _ -> lifeWithoutALease, lineageSettled)
        .next(NOW);
  }

  private void alive(String id) {
    member(id, Life.ALIVE, notes());
  }

  private void acknowledges(String id, String lineage, long revision, int... busy) {
    member(
        id,
        Life.ALIVE,
        new MemberNotes(
            "", false, false, acknowledgement(lineage, revision, busy), Optional.empty(), ""));
  }

  private static Optional<Acknowledgement> acknowledgement(
      String lineage, long revision, int... busy) {
    return Optional.of(new Acknowledgement(lineage, revision, set(busy)));
  }

  private void member(String id, Life life, MemberNotes notes) {
    Lease lease =
        new Lease("group", "group-" + id, id, Duration.ofSeconds(5), null, null, 0, Map.of(), 1);
    members.add(new Roster.Member(id, lease, life, notes));
  }

  private static MemberNotes notes() {
    return new MemberNotes("", false, false, Optional.empty(), Optional.empty(), "");
  }

  private static MemberNotes leaving() {
    return new MemberNotes("", true, false, Optional.empty(), Optional.empty(), "");
  }

  private static PartitionSet set(int... members) {
    return PartitionSet.of(4, IntStream.of(members));
  }

  private static ShardMap map(Ownership... entries) {
    return new ShardMap("lineage", 40, List.of(entries), List.of());
  }

  private static ShardMap all(String owner, long epoch) {
    return map(owned(owner, epoch), owned(owner, epoch), owned(owner, epoch), owned(owner, epoch));
  }

  private static Ownership owned(String owner, long epoch) {
    return owned(owner, epoch, 9);
  }

  private static Ownership owned(String owner, long epoch, long since) {
    return new Ownership.Owned(owner, epoch, since);
  }

  private static Ownership draining(String owner, long epoch, String next) {
    return new Ownership.Draining(owner, epoch, next, REVISION);
  }

  private static Ownership orphaned(long epoch, long since) {
    return new Ownership.Orphaned(epoch, since);
  }
}
