package dev.picket.bench;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Asks each member, every {@value #POLL_MILLIS} ms, which partitions it works on, and measures for
 * how long nobody works on a partition. Safe for use by many threads.
 */
final class GroupWatch implements AutoCloseable {

  static final int POLL_MILLIS = 20;
  private static final int TICK_MILLIS = 5;
  private static final int PATIENCE_MILLIS = 1_000;
  private static final int NOBODY = -1;

  private final List<Member> members;
  private final AtomicReferenceArray<Optional<GroupStatus>> latest;
  private volatile boolean closed;
  private volatile int unable = NOBODY;
  private volatile int leaving = NOBODY;
  private volatile String leavingId = "";
  private Gaps gaps = Gaps.none();

  GroupWatch(List<Member> members) {
    this.members = List.copyOf(members);
    this.latest = new AtomicReferenceArray<>(members.size());
    for (int i = 0; i < members.size(); i++) {
      int index = i;
      latest.set(i, Optional.empty());
      Thread.ofVirtual().name("poll-" + i).start(() -> poll(index));
    }
    Thread.ofPlatform().daemon().name("gaps").start(this::tick);
  }

  Optional<GroupStatus> status(int member) {
    return latest.get(member);
  }

  /**
   * Whether so many members are well, agree on who coordinates, and work on everything between
   * them.
   */
  boolean isSettled(int expected) {
    BitSet open = new BitSet();
    int count = 0;
    for (int i = 0; i < members.size(); i++) {
      Optional<GroupStatus> status = latest.get(i);
      if (status.isPresent()) {
        GroupStatus group = status.get();
        if (!group.calm() || group.active() != expected || group.coordinator().isEmpty()) {
          return false;
        }
        count++;
        open.or(group.open());
      }
    }
    return count == expected && open.cardinality() == partitions();
  }

  /** What each member that answers says, for people. */
  String description() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < members.size(); i++) {
      latest.get(i).ifPresent(status -> text.append("\n  ").append(status));
    }
    return text.toString();
  }

  int partitions() {
    for (int i = 0; i < members.size(); i++) {
      Optional<GroupStatus> status = latest.get(i);
      if (status.isPresent()) {
        return status.get().partitions();
      }
    }
    return 0;
  }

  /** Counts from now what a member that cannot work leaves alone. */
  synchronized void beginUnable(int member) {
    unable = member;
    gaps = Gaps.begin(partitions(), System.nanoTime());
  }

  /**
   * Counts from now what a member leaves alone that works until it has handed over. It stops to
   * answer before; then what the others' maps leave to it counts as worked on.
   */
  synchronized void beginLeaving(int member) {
    leavingId = latest.get(member).map(GroupStatus::self).orElse("");
    leaving = member;
    gaps = Gaps.begin(partitions(), System.nanoTime());
  }

  /** The member that was unable to work is able again. */
  void able() {
    unable = NOBODY;
  }

  /** What was measured since the beginning. */
  synchronized Gaps end() {
    Gaps measured = gaps;
    measured.end(System.nanoTime());
    gaps = Gaps.none();
    unable = NOBODY;
    leaving = NOBODY;
    return measured;
  }

  private void tick() {
    while (!closed) {
      synchronized (this) {
        gaps.see(workedOn(), System.nanoTime());
      }
      Pause.millis(TICK_MILLIS);
    }
  }

  private BitSet workedOn() {
    BitSet open = new BitSet();
    for (int i = 0; i < members.size(); i++) {
      Optional<GroupStatus> status = latest.get(i);
      if (i == unable) {
        continue;
      }
      status.ifPresent(group -> open.or(group.open()));
      if (i != leaving && leaving != NOBODY && latest.get(leaving).isEmpty()) {
        status.ifPresent(group -> open.or(group.ownedBy(leavingId)));
      }
    }
    return open;
  }

  private void poll(int index) {
    while (!closed) {
      try (Connection connection =
          new Connection(members.get(index).port(), "/api/v1/shards", PATIENCE_MILLIS)) {
        while (!closed) {
          latest.set(index, Optional.of(GroupStatus.parse(connection.get().body())));
          Pause.millis(POLL_MILLIS);
        }
      } catch (IOException away) {
        latest.set(index, Optional.empty());
        Pause.millis(POLL_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
