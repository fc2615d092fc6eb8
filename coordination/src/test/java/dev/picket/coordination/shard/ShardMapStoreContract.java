package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.Contenders;
import dev.picket.coordination.Told;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.ShardMapStore.Commit;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ShardMapStore} keeps to. Tests share a store and keep apart by the names of
 * their groups, so that it may be a real one.
 */
public abstract class ShardMapStoreContract {

  private static final int WRITERS = 16;
  private static final int ROUNDS = 50;
  private static final int PARTITIONS_MAX = 4096;
  private static final Duration BETWEEN_NUDGES = Duration.ofMillis(100);
  private static final int NUDGES_MAX = 300;
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456789Z");
  private static final Stored ABSENT = new Stored.Absent();
  private static final Commit CONFLICT = new Commit.Conflict();

  /** Unlike those of other tests, in this run and in earlier ones. */
  protected final String group = "contract-" + UUID.randomUUID();

  /** The store under test; it may hold the maps of other groups. */
  protected abstract ShardMapStore store();

  /** Changes a group's map, or puts something there, such that it is no map as the store wrote. */
  protected abstract void scribble(String group);

  /** Deletes a group's map behind the store's back. */
  protected abstract void delete(String group);

  /** Closes the connections between the store and its server, if it has one, from outside. */
  protected abstract void breakConnections();

  @Test
  void nothingIsThereBeforeTheFirstCommit() {
    assertThat(store().read(group)).isEqualTo(ABSENT);
  }

  @Test
  void whatIsCommittedIsReadAsItWas() {
    ShardMap map =
        new ShardMap(
            "6d0c \"lineage\" ü",
            12,
            List.of(
                new Ownership.Owned("picket-0_a", 3, 11),
                new Ownership.Draining("picket-0_a", 3, "picket-1_b", 11),
                new Ownership.Draining("picket-0_a", 4, "", 12),
                new Ownership.Orphaned(0, 0)),
            List.of(
                new Move(NOON, Move.Reason.SEIZED, "picket-2_c", "", 1),
                new Move(NOON.minusMillis(1), Move.Reason.CREATED, "", "picket-2_c", 4)));
    long revision = done(store().commit(group, map, 0));
    assertThat(revision).isPositive();
    assertThat(store().read(group)).isEqualTo(new Stored.Found(map, revision));
  }

  @Test
  void aMapOfTheMostPartitionsAllDifferentIsKept() {
    List<Ownership> entries =
        IntStream.range(0, PARTITIONS_MAX)
            .<Ownership>mapToObj(partition ->
                new Ownership.Draining(
                    "picket-server-7d9f8b6c5d-x%04d_%08x".formatted(partition, partition * 7),
                    1_000_000_000_000L + partition,
                    "picket-server-7d9f8b6c5d-y%04d_%08x".formatted(partition, partition * 5),
                    2_000_000_000_000L + partition))
            .toList();
    List<Move> moves =
        Collections.nCopies(
            ShardMap.MOVES_MAX, new Move(NOON, Move.Reason.BALANCED, "from", "to", 4096));
    ShardMap map = new ShardMap("lineage", 0, entries, moves);
    long revision = done(store().commit(group, map, 0));
    assertThat(store().read(group)).isEqualTo(new Stored.Found(map, revision));
  }

  @Test
  void aCommitNeedsTheCurrentRevision() {
    long first = done(store().commit(group, map(1), 0));
    assertThat(store().commit(group, map(2), 0)).isEqualTo(CONFLICT);
    assertThat(store().commit(group, map(2), first + 1_000_000)).isEqualTo(CONFLICT);
    long second = done(store().commit(group, map(3), first));
    assertThat(second).isGreaterThan(first);
    assertThat(store().commit(group, map(4), first)).isEqualTo(CONFLICT);
    assertThat(store().read(group)).isEqualTo(new Stored.Found(map(3), second));
  }

  @Test
  void nothingIsCommittedOverWhatIsNotThere() {
    assertThat(store().commit(group, map(1), 7)).isEqualTo(CONFLICT);
    long first = done(store().commit(group, map(1), 0));
    delete(group);
    assertThat(store().commit(group, map(2), first)).isEqualTo(CONFLICT);
    assertThat(store().read(group)).isEqualTo(ABSENT);
  }

  @Test
  void revisionsGrowOverADeletionAndANewBeginning() {
    long first = done(store().commit(group, map(1), 0));
    delete(group);
    long second = done(store().commit(group, map(1), 0));
    assertThat(second).isGreaterThan(first);
    assertThat(store().commit(group, map(2), first)).isEqualTo(CONFLICT);
  }

  @Test
  void whatSomebodyChangedIsUnreadableUntilItIsReplaced() {
    long first = done(store().commit(group, map(1), 0));
    scribble(group);
    Stored.Unreadable unreadable = (Stored.Unreadable) store().read(group);
    assertThat(unreadable.problem()).isNotBlank();
    assertThat(unreadable.revision()).isGreaterThan(first);
    assertThat(store().commit(group, map(2), 0)).isEqualTo(CONFLICT);
    assertThat(store().commit(group, map(2), first)).isEqualTo(CONFLICT);
    long second = done(store().commit(group, map(2), unreadable.revision()));
    assertThat(store().read(group)).isEqualTo(new Stored.Found(map(2), second));
  }

  @Test
  void groupsDoNotSeeEachOther() {
    String other = group + "-other";
    long ours = done(store().commit(group, map(1), 0));
    assertThat(store().read(other)).isEqualTo(ABSENT);
    long theirs = done(store().commit(other, map(2), 0));
    assertThat(store().read(group)).isEqualTo(new Stored.Found(map(1), ours));
    assertThat(store().read(other)).isEqualTo(new Stored.Found(map(2), theirs));
  }

  @Test
  void ofManyWhoCommitExactlyOneWinsEachTime() {
    long current = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long known = current;
      List<Commit> commits =
          Contenders.race(WRITERS, contender -> store().commit(group, map(contender), known));
      List<Commit> winners = commits.stream().filter(Commit.Done.class::isInstance).toList();
      assertThat(winners).hasSize(1);
      current = done(winners.getFirst());
      assertThat(current).isGreaterThan(known);
      assertThat(store().read(group))
          .isEqualTo(new Stored.Found(map(commits.indexOf(winners.getFirst())), current));
    }
  }

  @Test
  void aWatchTellsCommitsScribblesAndDeletions() throws Exception {
    Told<Stored> told = new Told<>();
    try (AutoCloseable _ = store().watch(group, told)) {
      long current = nudgeUntilTold(told, done(store().commit(group, map(1), 0)));
      done(store().commit(group + "-other", map(2), 0));
      long last = done(store().commit(group, map(3), current));
      told.await(new Stored.Found(map(3), last)::equals);
      scribble(group);
      told.await(Stored.Unreadable.class::isInstance);
      int before = told.soFar().size();
      delete(group);
      told.awaitAll(all -> all.subList(before, all.size()).contains(ABSENT));
      assertThat(told.soFar())
          .noneMatch(stored -> stored instanceof Stored.Found found && found.map().equals(map(2)));
    }
  }

  @Test
  void aWatchOutlivesItsConnection() throws Exception {
    Told<Stored> told = new Told<>();
    try (AutoCloseable _ = store().watch(group, told)) {
      long current = nudgeUntilTold(told, done(store().commit(group, map(1), 0)));
      for (int i = 0; i < 3; i++) {
        breakConnections();
        current = nudgeUntilTold(told, nudged(current));
      }
    }
  }

  // A watch may begin, or begin again, a while after it was asked for: so commit until it tells.
  private long nudgeUntilTold(Told<Stored> told, long first) {
    long current = first;
    for (int i = 0; i < NUDGES_MAX; i++) {
      Stored committed = new Stored.Found(map(1), current);
      if (told.comes(BETWEEN_NUDGES, committed::equals)) {
        return current;
      }
      current = nudged(current);
    }
    throw new AssertionError("no commit was told: " + told.soFar());
  }

  // Calls over connections that were broken may fail, with or without their effect.
  private long nudged(long over) {
    try {
      return done(store().commit(group, map(1), over));
    } catch (UnreachableException broken) {
      return again(broken);
    }
  }

  private long again(UnreachableException first) {
    for (int i = 0; i < WRITERS; i++) {
      try {
        return ((Stored.Found) store().read(group)).revision();
      } catch (UnreachableException broken) {
        first.addSuppressed(broken);
      }
    }
    throw first;
  }

  private static long done(Commit commit) {
    assertThat(commit).isInstanceOf(Commit.Done.class);
    return ((Commit.Done) commit).revision();
  }

  private static ShardMap map(int variant) {
    Ownership owned = new Ownership.Owned("member-" + variant, variant, 0);
    return new ShardMap("lineage", 0, Collections.nCopies(8, owned), List.of());
  }
}
