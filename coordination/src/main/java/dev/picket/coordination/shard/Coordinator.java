package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.Election;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.Moment;
import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.Loop.Result;
import dev.picket.coordination.shard.Roster.Life;
import dev.picket.coordination.shard.ShardMapStore.Commit;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits shard maps while its member leads: seizes the Leases of the silent, plans from what is
 * known, and replaces the map by compare-and-swap, one commit at a time. For tasks of the loop
 * only.
 */
final class Coordinator {

  private static final Logger log = LoggerFactory.getLogger(Coordinator.class);

  private final ShardSettings settings;
  private final String self;
  private final LeaseStore leases;
  private final ShardMapStore maps;
  private final FenceStore fences;
  private final ShardRules rules;
  private final Loop loop;
  private final Clocks clocks;
  private final RandomGenerator random;
  private final Election election;
  private final Roster roster;
  private final MapFollower follower;
  private final Set<String> writing = new HashSet<>();
  private boolean committing;
  private String lineage = "";
  private @Nullable Moment lineageSeen;
  private @Nullable Moment membersKnown;
  private boolean nothingClaimed;
  private long checked;

  Coordinator(Terms terms, String self, Election election, Roster roster, MapFollower follower) {
    this.settings = terms.settings();
    this.self = self;
    this.leases = terms.stores().leases();
    this.maps = terms.stores().maps();
    this.fences = terms.stores().fences();
    this.rules = terms.rules();
    this.loop = terms.loop();
    this.clocks = terms.clocks();
    this.random = terms.random();
    this.election = election;
    this.roster = roster;
    this.follower = follower;
  }

  /** Does what there is to do now; called whenever something may have changed. */
  void review() {
    Stored stored = follower.newest();
    if (!election.isLeading() || !roster.isKnown() || stored == null) {
      return;
    }
    seizeTheSilent();
    if (committing) {
      return;
    }
    switch (stored) {
      case Stored.Absent _ -> begin(0);
      case Stored.Unreadable unreadable -> beginAnew(unreadable.revision(), unreadable.problem());
      case Stored.Found found -> {
        if (isPutBack(found)) {
          beginAnew(found.revision(), "members have acted on maps that came after it");
        } else if (found.revision() == checked) {
          plan(found);
        } else {
          check(found);
        }
      }
    }
  }

  /**
   * A map that this coordinator did not commit itself may be an old one that was put back before it
   * knew any. Gates open only after a claim, so sinks know how far the epochs have come.
   */
  private void check(Stored.Found found) {
    committing = true;
    loop.call(
        () -> fences.floors(settings.group(), settings.pool().wireName()),
        result -> checked(found, result));
  }

  private void checked(Stored.Found found, Result<Optional<Map<Integer, Long>>> result) {
    committing = false;
    if (!(result
        instanceof
        Result.Answer<Optional<Map<Integer, Long>>>(Optional<Map<Integer, Long>> floors))) {
      loop.schedule(settings.timing().pauseAfterFailure(), this::review);
      return;
    }
    if (floors.isPresent() && isBehind(found.map(), floors.get())) {
      beginAnew(found.revision(), "a sink knows newer epochs");
      return;
    }
    nothingClaimed = floors.isPresent() && floors.get().isEmpty();
    checked = found.revision();
    review();
  }

  private boolean isBehind(ShardMap map, Map<Integer, Long> floors) {
    return floors.entrySet().stream()
        .filter(each -> each.getKey() >= 0 && each.getKey() < map.partitions())
        .anyMatch(
            each -> rules.isPutBack(map.entries().get(each.getKey()).epoch(), each.getValue()));
  }

  /**
   * Whether this map was put back from a copy, before this coordinator knew any: a member says so,
   * or has acted on one that is newer than the one which it says it replaced.
   */
  private boolean isPutBack(Stored.Found found) {
    String itsLineage = found.map().lineage();
    return roster.members().stream()
        .filter(each -> each.life() != Life.DEAD)
        .map(Roster.Member::notes)
        .anyMatch(notes ->
            notes.disbelieved().equals(itsLineage)
                || notes.acknowledged().filter(made -> contradicts(made, found)).isPresent());
  }

  private boolean contradicts(Acknowledgement made, Stored.Found found) {
    return made.revision() < found.revision()
        && rules.isPutBack(found.map().base(), made.revision());
  }

  private void beginAnew(long over, String problem) {
    log.atWarn()
        .addKeyValue("group", settings.group())
        .addKeyValue("problem", problem)
        .log("the shard map is not believed and is made anew");
    begin(over);
  }

  private void seizeTheSilent() {
    for (Roster.Member each : roster.members()) {
      if (each.life() == Life.SILENT && roster.mayBeSeized(each) && writing.add(each.id())) {
        Lease taken = taken(each.lease());
        loop.call(() -> leases.update(taken), result -> seized(each.id(), result));
      }
    }
  }

  /** By compare-and-swap: whatever its member sends from now on conflicts. */
  private Lease taken(Lease lease) {
    return new Lease(
        lease.group(),
        lease.name(),
        ShardRules.SEIZED + self,
        lease.duration(),
        lease.acquiredAt(),
        lease.renewedAt(),
        lease.transitions() + 1,
        lease.annotations(),
        lease.revision());
  }

  private void seized(String id, Result<LeaseStore.Write> result) {
    writing.remove(id);
    if (result instanceof Result.Answer<LeaseStore.Write>(LeaseStore.Write.Done(Lease lease))) {
      log.atInfo().addKeyValue("member", id).log("seized the Lease of a silent member");
      roster.see(lease);
    } else {
      roster.refresh();
    }
  }

  private void begin(long over) {
    committing = true;
    loop.call(
        () -> fences.floors(settings.group(), settings.pool().wireName()),
        result -> begin(over, result));
  }

  private void begin(long over, Result<Optional<Map<Integer, Long>>> floors) {
    committing = false;
    if (!(election.state() instanceof Election.State.Leading leading)
        || !(floors
            instanceof
            Result.Answer<Optional<Map<Integer, Long>>>(Optional<Map<Integer, Long>> known))) {
      loop.schedule(settings.timing().pauseAfterFailure(), this::review);
      return;
    }
    // Without floors: an epoch is never above the revision of the map that granted it.
    long granted = Math.max(leading.revision(), follower.revision());
    long[] epochs = new long[settings.partitions()];
    Arrays.fill(epochs, known.isPresent() ? 0 : granted);
    known.ifPresent(each ->
        each.forEach((partition, floor) -> {
          if (partition >= 0 && partition < epochs.length) {
            epochs[partition] = floor;
          }
        }));
    nothingClaimed = known.isPresent() && known.get().isEmpty();
    String newLineage = "%016x".formatted(random.nextLong());
    ShardMap map = MapPlan.beginning(newLineage, newestKnown(over), epochs, clocks.now().wall());
    commit(map, over);
  }

  /** Revision of the newest map that anybody is known to have seen: the one it replaces. */
  private long newestKnown(long over) {
    return roster.members().stream()
        .flatMap(each -> each.notes().acknowledged().stream())
        .mapToLong(Acknowledgement::revision)
        .reduce(Math.max(over, follower.revision()), Math::max);
  }

  private void plan(Stored.Found found) {
    ShardMap map = found.map();
    if (!lineage.equals(map.lineage())) {
      lineage = map.lineage();
      lineageSeen = clocks.now();
      membersKnown = null;
      roster.refresh();
    }
    Moment seen = lineageSeen;
    if (membersKnown == null && seen != null) {
      membersKnown = roster.knownSince(seen);
    }
    MapPlan plan =
        new MapPlan(
            map, found.revision(), rules, roster.members(), roster::life, isLineageSettled());
    Optional<ShardMap> next = plan.next(clocks.now().wall());
    if (next.isPresent()) {
      commit(next.get(), found.revision());
    } else {
      tidy(map);
    }
  }

  /**
   * Whoever owned by another lineage has a Lease, and then all that is known of the members waits
   * for its word; or had one, and does not believe in it any more when the lease duration has
   * passed since it was known who has one. And where nothing was ever claimed, nobody ever owned.
   */
  private boolean isLineageSettled() {
    Moment known = membersKnown;
    return known != null
        && (nothingClaimed
            || clocks.now().nanos() - known.nanos() >= settings.timing().duration().toNanos());
  }

  private void commit(ShardMap map, long over) {
    committing = true;
    long known = follower.revision();
    loop.call(
        () -> maps.commit(settings.group(), map, over), result -> committed(map, result, known));
  }

  private void committed(ShardMap map, Result<Commit> result, long knownBefore) {
    committing = false;
    if (result instanceof Result.Answer<Commit>(Commit.Done(long revision))) {
      checked = revision;
      follower.sure(new Stored.Found(map, revision), knownBefore);
      // A watch may have told of it before, when nothing could be done yet.
      review();
    } else {
      follower.refresh();
      loop.schedule(settings.timing().pauseAfterFailure(), this::review);
    }
  }

  /** Removes Leases that were let go and that the map does not name any more. */
  private void tidy(ShardMap map) {
    for (Roster.Member each : roster.members()) {
      if (each.life() == Life.DEAD && !names(map, each.id()) && writing.add(each.id())) {
        loop.call(() -> leases.delete(each.lease()), _ -> writing.remove(each.id()));
      }
    }
  }

  private static boolean names(ShardMap map, String id) {
    return map.entries().stream()
        .anyMatch(entry ->
            switch (entry) {
              case Ownership.Owned owned -> owned.owner().equals(id);
              case Ownership.Draining draining ->
                  draining.owner().equals(id) || draining.next().equals(id);
              case Ownership.Orphaned _ -> false;
            });
  }
}
