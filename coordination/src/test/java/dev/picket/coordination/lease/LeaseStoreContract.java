package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.Contenders;
import dev.picket.coordination.Told;
import dev.picket.coordination.lease.LeaseStore.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LeaseStore} keeps to. Tests share a store and keep apart by the names of their
 * groups, so that it may be a real one.
 */
public abstract class LeaseStoreContract {

  private static final int WRITERS = 16;
  private static final int ROUNDS = 50;
  private static final Duration BETWEEN_NUDGES = Duration.ofMillis(100);
  private static final int NUDGES_MAX = 300;
  // Kubernetes keeps microseconds.
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");

  /** Unlike those of other tests, in this run and in earlier ones. */
  protected final String group = "contract-" + UUID.randomUUID();

  /** The store under test; it may hold the Leases of other groups. */
  protected abstract LeaseStore store();

  /** Closes the connections between the store and its server, if it has one, from outside. */
  protected abstract void breakConnections();

  @Test
  void nothingIsReadWhereNothingWasCreated() {
    assertThat(store().read(group + "-a")).isEmpty();
    assertThat(store().list(group)).isEmpty();
  }

  @Test
  void whatIsCreatedIsReadAsItWas() {
    Lease created = create(lease("a"));
    assertThat(created).isEqualTo(withRevision(lease("a"), created.revision()));
    assertThat(created.revision()).isPositive();
    assertThat(store().read(created.name())).contains(created);
    assertThat(store().list(group)).containsExactly(created);
  }

  @Test
  void aSecondOneOfTheSameNameConflictsWhateverItsGroup() {
    Lease created = create(lease("a"));
    assertThat(store().create(lease("a"))).isEqualTo(new Write.Conflict());
    Lease elsewhere =
        new Lease(group + "-other", created.name(), "x", Duration.ZERO, null, null, 0, Map.of(), 0);
    assertThat(store().create(elsewhere)).isEqualTo(new Write.Conflict());
    assertThat(store().read(created.name())).contains(created);
  }

  @Test
  void aListHoldsItsGroupOnly() {
    Lease ours = create(lease("a"));
    create(
        new Lease(group + "-other", group + "-b", "x", Duration.ZERO, null, null, 0, Map.of(), 0));
    assertThat(store().list(group)).containsExactly(ours);
  }

  @Test
  void anUpdateReplacesEverything() {
    Lease created = create(lease("a"));
    Lease next =
        new Lease(
            group,
            created.name(),
            "second",
            Duration.ofSeconds(3),
            NOON.plusSeconds(1),
            NOON.plusSeconds(2),
            8,
            Map.of("picket.dev/other", "2"),
            created.revision());
    Lease updated = done(store().update(next));
    assertThat(updated).isEqualTo(withRevision(next, updated.revision()));
    assertThat(updated.revision()).isGreaterThan(created.revision());
    assertThat(store().read(created.name())).contains(updated);
  }

  @Test
  void aReleasedLeaseIsVacantForEverybody() {
    Lease created = create(lease("a"));
    Lease released =
        new Lease(
            group,
            created.name(),
            "",
            Duration.ofSeconds(1),
            null,
            NOON,
            created.transitions(),
            Map.of(),
            created.revision());
    Lease updated = done(store().update(released));
    assertThat(updated.isVacant()).isTrue();
    assertThat(updated.acquiredAt()).isNull();
    assertThat(store().read(created.name())).contains(updated);
    assertThat(updated.transitions()).isEqualTo(created.transitions());
  }

  @Test
  void anUpdateNeedsTheCurrentRevision() {
    Lease first = create(lease("a"));
    Lease second = done(store().update(first));
    assertThat(store().update(first)).isEqualTo(new Write.Conflict());
    assertThat(store().update(withRevision(first, second.revision() + 1_000_000)))
        .isEqualTo(new Write.Conflict());
    assertThat(store().update(withRevision(first, 0))).isEqualTo(new Write.Conflict());
    assertThat(store().read(first.name())).contains(second);
  }

  @Test
  void whatWasDeletedCannotBeUpdated() {
    Lease created = create(lease("a"));
    assertThat(store().delete(created)).isTrue();
    assertThat(store().update(created)).isEqualTo(new Write.Conflict());
    assertThat(store().read(created.name())).isEmpty();
  }

  @Test
  void whatWasDeletedAndCreatedAgainCannotBeUpdatedByWhoKnewTheFirst() {
    Lease first = create(lease("a"));
    assertThat(store().delete(first)).isTrue();
    Lease second = create(lease("a"));
    assertThat(second.revision()).isGreaterThan(first.revision());
    assertThat(store().update(first)).isEqualTo(new Write.Conflict());
    assertThat(store().delete(first)).isFalse();
    assertThat(store().read(first.name())).contains(second);
  }

  @Test
  void aDeletionNeedsTheCurrentRevision() {
    Lease first = create(lease("a"));
    Lease second = done(store().update(first));
    assertThat(store().delete(first)).isFalse();
    assertThat(store().read(first.name())).contains(second);
    assertThat(store().delete(second)).isTrue();
    assertThat(store().delete(second)).isFalse();
  }

  @Test
  void ofManyWhoCreateExactlyOneWinsEachTime() {
    for (int round = 0; round < ROUNDS; round++) {
      Lease wanted = lease("round-" + round);
      List<Write> writes =
          Contenders.race(
              WRITERS, contender -> store().create(held(wanted, "contender-" + contender)));
      assertThat(winner(writes)).isEqualTo(store().read(wanted.name()).orElseThrow());
    }
  }

  @Test
  void ofManyWhoUpdateExactlyOneWinsEachTime() {
    Lease current = create(lease("a"));
    for (int round = 0; round < ROUNDS; round++) {
      Lease known = current;
      List<Write> writes =
          Contenders.race(
              WRITERS, contender -> store().update(held(known, "contender-" + contender)));
      current = winner(writes);
      assertThat(current.revision()).isGreaterThan(known.revision());
      assertThat(store().read(known.name())).contains(current);
    }
  }

  @Test
  void aWatchTellsWritesOfItsGroupOnly() throws Exception {
    Told<Lease> told = new Told<>();
    try (AutoCloseable _ = store().watch(group, told)) {
      Lease current = nudgeUntilTold(told, create(lease("a")));
      create(
          new Lease(
              group + "-other", group + "-b", "x", Duration.ZERO, null, null, 0, Map.of(), 0));
      Lease last = done(store().update(held(current, "last")));
      assertThat(told.await(lease -> lease.revision() == last.revision())).isEqualTo(last);
      assertThat(told.soFar()).extracting(Lease::group).containsOnly(group);
    }
  }

  @Test
  void aWatchOutlivesItsConnection() throws Exception {
    Told<Lease> told = new Told<>();
    try (AutoCloseable _ = store().watch(group, told)) {
      Lease current = nudgeUntilTold(told, create(lease("a")));
      for (int i = 0; i < 3; i++) {
        breakConnections();
        current = nudgeUntilTold(told, nudged(current));
      }
    }
  }

  @Test
  void aClosedWatchTellsNothing() throws Exception {
    Told<Lease> told = new Told<>();
    Told<Lease> other = new Told<>();
    AutoCloseable watch = store().watch(group, told);
    try (AutoCloseable _ = store().watch(group, other)) {
      Lease current = nudgeUntilTold(told, create(lease("a")));
      current = nudgeUntilTold(other, current);
      watch.close();
      watch.close();
      Lease last = done(store().update(held(current, "last")));
      other.await(lease -> lease.revision() == last.revision());
      assertThat(told.soFar()).extracting(Lease::revision).doesNotContain(last.revision());
    }
  }

  // A watch may begin, or begin again, a while after it was asked for: so write until it tells.
  private Lease nudgeUntilTold(Told<Lease> told, Lease first) {
    Lease current = first;
    for (int i = 0; i < NUDGES_MAX; i++) {
      Lease written = current;
      if (told.comes(BETWEEN_NUDGES, lease -> lease.equals(written))) {
        return current;
      }
      current = nudged(current);
    }
    throw new AssertionError("no write of " + first.name() + " was told: " + told.soFar());
  }

  // Calls over connections that were broken may fail, with or without their effect.
  private Lease nudged(Lease lease) {
    try {
      return done(store().update(lease));
    } catch (UnreachableException broken) {
      return again(lease.name(), broken);
    }
  }

  private Lease again(String name, UnreachableException first) {
    for (int i = 0; i < WRITERS; i++) {
      try {
        return store().read(name).orElseThrow();
      } catch (UnreachableException broken) {
        first.addSuppressed(broken);
      }
    }
    throw first;
  }

  private static Lease winner(List<Write> writes) {
    List<Lease> winners =
        writes.stream().filter(Write.Done.class::isInstance).map(LeaseStoreContract::done).toList();
    assertThat(winners).hasSize(1);
    return winners.getFirst();
  }

  private Lease create(Lease lease) {
    return done(store().create(lease));
  }

  private static Lease done(Write write) {
    assertThat(write).isInstanceOf(Write.Done.class);
    return ((Write.Done) write).lease();
  }

  private Lease lease(String suffix) {
    return new Lease(
        group,
        group + "-" + suffix,
        "first",
        Duration.ofSeconds(15),
        NOON,
        NOON.plusSeconds(5),
        7,
        Map.of("picket.dev/acknowledged", "41 of lineage \"x\"", "picket.dev/empty", ""),
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

  private static Lease withRevision(Lease lease, long revision) {
    return new Lease(
        lease.group(),
        lease.name(),
        lease.holder(),
        lease.duration(),
        lease.acquiredAt(),
        lease.renewedAt(),
        lease.transitions(),
        lease.annotations(),
        revision);
  }
}
