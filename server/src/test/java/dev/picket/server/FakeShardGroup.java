package dev.picket.server;

import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.GroupView;
import dev.picket.coordination.shard.GroupView.Member;
import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.coordination.shard.Move;
import dev.picket.coordination.shard.Ownership;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import dev.picket.coordination.shard.ShardGroup;
import dev.picket.coordination.shard.ShardMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A group in memory in which nothing happens but what a test does to it. The command's tests use
 * it, too.
 */
public final class FakeShardGroup implements ShardGroup {

  /** When the group was made. */
  public static final Instant MADE = Instant.parse("2026-11-22T11:00:00Z");

  private final List<Member> members = new ArrayList<>();
  private final List<Ownership> entries = new ArrayList<>();
  private final List<Move> moves = new ArrayList<>();
  private String coordinator = "";
  private String problem = "";
  private long revision = 1;
  private @Nullable String unreachable;

  /** Gives each of the members an equal stretch; the first looks, and coordinates. */
  public FakeShardGroup(int partitions, String... ids) {
    coordinator = ids[0];
    for (int each = 0; each < ids.length; each++) {
      members.add(member(ids[each], Duration.ofSeconds(each), Status.ACTIVE));
    }
    IntStream.range(0, partitions)
        .mapToObj(each -> new Ownership.Owned(ids[each * ids.length / partitions], 1, 0))
        .forEach(entries::add);
    moves.add(new Move(MADE, Move.Reason.CREATED, "", ids[0], partitions));
  }

  private static Member member(String id, Duration silentFor, Status status) {
    String address = "http://" + id + ".picket:8080";
    return new Member(id, address, Optional.of(MADE), silentFor, status);
  }

  @Override
  public synchronized GroupView view() {
    String self = members.getFirst().id();
    boolean mapped = !entries.isEmpty();
    return new GroupView(
        "shop/picket",
        Pool.UID,
        self,
        coordinator,
        members,
        mapped ? new ShardMap("5d41402a", revision - 1, entries, moves) : null,
        mapped ? revision : 0,
        mapped ? open(self) : PartitionSet.none(2),
        problem);
  }

  private PartitionSet open(String self) {
    return PartitionSet.of(
        entries.size(),
        IntStream.range(0, entries.size())
            .filter(each ->
                entries.get(each) instanceof Ownership.Owned owned && owned.owner().equals(self)));
  }

  @Override
  public synchronized Optional<String> drain(String member, boolean drained) {
    if (unreachable != null) {
      throw new UnreachableException(unreachable);
    }
    List<Member> alike = members.stream().filter(each -> each.id().startsWith(member)).toList();
    if (alike.size() != 1) {
      return Optional.empty();
    }
    String id = alike.getFirst().id();
    become(id, drained ? Status.DRAINED : Status.ACTIVE);
    return Optional.of(id);
  }

  /** Changes how a member is. */
  public synchronized void become(String id, Status status) {
    members.replaceAll(each -> each.id().equals(id) ? member(id, each.silentFor(), status) : each);
  }

  /** Lets a member be silent for so long. */
  public synchronized void silence(String id, Duration silentFor) {
    members.replaceAll(each -> each.id().equals(id) ? member(id, silentFor, each.status()) : each);
  }

  /** Adds a member that owns nothing. */
  public synchronized void join(String id) {
    members.add(member(id, Duration.ZERO, Status.ACTIVE));
  }

  /** Takes a member away; what it owned stays its own by the map. */
  public synchronized void vanish(String id) {
    members.removeIf(each -> each.id().equals(id));
  }

  /** Begins to hand partitions over. */
  public void hand(int from, int to, String next) {
    change(
        from,
        to,
        entry ->
            entry instanceof Ownership.Owned owned
                ? new Ownership.Draining(owned.owner(), owned.epoch(), next, revision)
                : entry);
  }

  /** Gives partitions to an owner, in a new epoch. */
  public void give(int from, int to, String owner, Move.Reason reason, Instant at) {
    String before = ownerOf(from);
    change(from, to, entry -> new Ownership.Owned(owner, entry.epoch() + 1, revision));
    moved(new Move(at, reason, before, owner, to - from + 1));
  }

  /** Takes partitions from everybody. */
  public void orphan(int from, int to) {
    change(from, to, entry -> new Ownership.Orphaned(entry.epoch(), revision));
  }

  /** Forgets the map. */
  public synchronized void loseMap() {
    entries.clear();
  }

  /** Lets nobody commit maps. */
  public synchronized void loseCoordinator() {
    coordinator = "";
  }

  /** Keeps this member from taking part. */
  public synchronized void problem(String words) {
    problem = words;
  }

  /** Lets the Leases be away; null brings them back. */
  public synchronized void unreachable(@Nullable String words) {
    unreachable = words;
  }

  private synchronized void moved(Move move) {
    moves.addFirst(move);
  }

  private synchronized String ownerOf(int partition) {
    return switch (entries.get(partition)) {
      case Ownership.Owned owned -> owned.owner();
      case Ownership.Draining draining -> draining.owner();
      case Ownership.Orphaned _ -> "";
    };
  }

  private synchronized void change(int from, int to, UnaryOperator<Ownership> change) {
    for (int each = from; each <= to; each++) {
      entries.set(each, change.apply(entries.get(each)));
    }
    revision++;
  }
}
