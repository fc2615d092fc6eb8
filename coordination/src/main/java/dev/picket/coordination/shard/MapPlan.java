package dev.picket.coordination.shard;

import dev.picket.coordination.shard.Move.Reason;
import dev.picket.coordination.shard.Roster.Life;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The next shard map, from the last one and what is known of the members. Pure.
 *
 * <p>Every step it makes rests on facts that stay true: an acknowledgement of a state that never
 * comes back, a Lease that can never be renewed again. So it is right even when a coordinator that
 * has been deposed commits it, provided that it replaces the very map that it was planned over.
 */
final class MapPlan {

  private final ShardMap map;
  private final long revision;
  private final ShardRules rules;
  private final Map<String, Roster.Member> members = new HashMap<>();
  private final Function<String, Life> lives;
  private final boolean lineageSettled;
  private final Map<Way, Integer> moves = new LinkedHashMap<>();

  /**
   * A plan.
   *
   * @param map the last one
   * @param revision its
   * @param lives whether members live that have no Lease
   * @param lineageSettled whether enough time has passed, or it is certain that there was no map
   *     before, so that nobody who is not among the members owns by another lineage
   */
  MapPlan(
      ShardMap map,
      long revision,
      ShardRules rules,
      Collection<Roster.Member> members,
      Function<String, Life> lives,
      boolean lineageSettled) {
    this.map = map;
    this.revision = revision;
    this.rules = rules;
    this.lives = lives;
    this.lineageSettled = lineageSettled;
    members.forEach(each -> this.members.put(each.id(), each));
  }

  /** From whom, to whom and why; empty names for nobody. */
  private record Way(Reason reason, String from, String to) {}

  /** A map in which nobody owns anything yet, with the epochs that sinks have seen. */
  static ShardMap beginning(String lineage, long base, long[] floors, Instant now) {
    List<Ownership> entries = new ArrayList<>(floors.length);
    for (long floor : floors) {
      entries.add(new Ownership.Orphaned(floor, 0));
    }
    Move created = new Move(now, Reason.CREATED, "", "", floors.length);
    return new ShardMap(lineage, base, entries, List.of(created));
  }

  /** The map to commit over the last one; empty when there is nothing to change. */
  Optional<ShardMap> next(Instant now) {
    List<String> wanted = Assignment.plan(holders(), eligible());
    List<Ownership> entries = new ArrayList<>(map.partitions());
    for (int i = 0; i < map.partitions(); i++) {
      entries.add(next(i, map.entries().get(i), wanted.get(i)));
    }
    if (entries.equals(map.entries())) {
      return Optional.empty();
    }
    List<Move> told = new ArrayList<>();
    moves.forEach(
        (way, count) -> told.add(new Move(now, way.reason(), way.from(), way.to(), count)));
    told.addAll(map.moves());
    return Optional.of(new ShardMap(map.lineage(), revision, entries, told));
  }

  /** Members that may be given partitions. */
  private SortedSet<String> eligible() {
    SortedSet<String> eligible = new TreeSet<>();
    for (Roster.Member each : members.values()) {
      MemberNotes notes = each.notes();
      if (each.life() == Life.ALIVE && !notes.leaving() && !notes.drained()) {
        eligible.add(each.id());
      }
    }
    return eligible;
  }

  /** By partition, who has it or is about to get it. */
  private List<String> holders() {
    return map.entries().stream()
        .map(entry ->
            switch (entry) {
              case Ownership.Owned owned -> owned.owner();
              case Ownership.Draining draining -> draining.next();
              case Ownership.Orphaned _ -> "";
            })
        .toList();
  }

  private Ownership next(int partition, Ownership entry, String wanted) {
    return switch (entry) {
      case Ownership.Owned owned -> next(partition, owned, wanted);
      case Ownership.Draining draining -> next(partition, draining, wanted);
      case Ownership.Orphaned orphaned -> next(partition, orphaned, wanted);
    };
  }

  private Ownership next(int partition, Ownership.Owned owned, String wanted) {
    Life life = life(owned.owner());
    if (life == Life.DEAD) {
      return grant(owned.epoch(), wanted, Reason.SEIZED, owned.owner());
    }
    if (life == Life.SILENT) {
      return owned;
    }
    if (wanted.equals(owned.owner())) {
      return pastTheFloor(partition, owned);
    }
    Reason reason = reasonToLeave(owned.owner());
    if (!rules.mustDrain()) {
      return grant(owned.epoch(), wanted, reason, owned.owner());
    }
    count(reason, owned.owner(), wanted);
    return new Ownership.Draining(owned.owner(), owned.epoch(), wanted, revision);
  }

  private Ownership next(int partition, Ownership.Draining draining, String wanted) {
    boolean dead = life(draining.owner()) == Life.DEAD;
    boolean acknowledged =
        acknowledgement(draining.owner())
            .filter(made -> made.covers(map.lineage(), partition, draining.since()))
            .isPresent();
    if (rules.mayGrant(acknowledged, dead)) {
      return give(draining.epoch(), wanted);
    }
    return wanted.equals(draining.next())
        ? draining
        : new Ownership.Draining(draining.owner(), draining.epoch(), wanted, draining.since());
  }

  private Ownership next(int partition, Ownership.Orphaned orphaned, String wanted) {
    // What was orphaned in this lineage has nobody who could believe in it.
    boolean free =
        orphaned.since() > 0 || !rules.mustSettleLineage() || isFreeOfOtherLineages(partition);
    return wanted.isEmpty() || !free
        ? orphaned
        : grant(orphaned.epoch(), wanted, Reason.BALANCED, "");
  }

  private boolean isFreeOfOtherLineages(int partition) {
    return lineageSettled
        && members.values().stream()
            .filter(each -> each.life() != Life.DEAD)
            .allMatch(each ->
                each.notes()
                    .acknowledged()
                    .filter(made -> made.covers(map.lineage(), partition, 0))
                    .isPresent());
  }

  /** The same owner in a newer epoch, where a sink has seen an epoch as new as this one. */
  private Ownership pastTheFloor(int partition, Ownership.Owned owned) {
    long floor = floorOf(owned.owner(), partition);
    if (floor < owned.epoch()) {
      return owned;
    }
    count(Reason.FENCED, owned.owner(), owned.owner());
    return new Ownership.Owned(owned.owner(), floor + 1, revision);
  }

  /** The newest epoch that a sink told the owner; 0 when it refused none of its claims. */
  private long floorOf(String owner, int partition) {
    return Optional.ofNullable(members.get(owner))
        .flatMap(each -> each.notes().refused())
        .filter(refused -> refused.partitions().contains(partition))
        .map(MemberNotes.Refusal::floor)
        .orElse(0L);
  }

  private Ownership grant(long epoch, String to, Reason reason, String from) {
    count(reason, from, to);
    return give(epoch, to);
  }

  private Ownership give(long epoch, String to) {
    return to.isEmpty()
        ? new Ownership.Orphaned(epoch, revision)
        : new Ownership.Owned(to, rules.nextEpoch(epoch), revision);
  }

  private void count(Reason reason, String from, String to) {
    moves.merge(new Way(reason, from, to), 1, Integer::sum);
  }

  private Reason reasonToLeave(String owner) {
    Roster.Member member = members.get(owner);
    if (member == null) {
      return Reason.BALANCED;
    }
    if (member.notes().leaving()) {
      return Reason.LEAVING;
    }
    return member.notes().drained() ? Reason.DRAINED : Reason.BALANCED;
  }

  private Life life(String id) {
    Roster.Member member = members.get(id);
    return member == null ? lives.apply(id) : member.life();
  }

  private Optional<Acknowledgement> acknowledgement(String id) {
    return Optional.ofNullable(members.get(id)).flatMap(each -> each.notes().acknowledged());
  }
}
