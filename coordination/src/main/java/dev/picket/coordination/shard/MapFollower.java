package dev.picket.coordination.shard;

import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.Loop.Result;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import org.jspecify.annotations.Nullable;

/**
 * The newest shard map that this member knows of. It never goes back to an older one, however late
 * and in whatever order it is told, nor when somebody puts an older one back: each map names the
 * revision that it replaced, and cannot have replaced anything older than what is known. For tasks
 * of the loop only.
 */
final class MapFollower {

  private final String group;
  private final ShardMapStore store;
  private final ShardRules rules;
  private final Loop loop;
  private final Runnable changed;
  private @Nullable Stored told;
  private @Nullable Stored newest;
  private long revision;
  private long believed;
  private Stored.@Nullable Found putBack;
  private boolean reading;
  private String problem = "";

  MapFollower(String group, ShardMapStore store, ShardRules rules, Loop loop, Runnable changed) {
    this.group = group;
    this.store = store;
    this.rules = rules;
    this.loop = loop;
    this.changed = changed;
  }

  /** What is stored, as far as known; null before the first answer. */
  @Nullable Stored newest() {
    return newest;
  }

  /** Revision of the newest that was ever known, though it be gone now; 0 before the first. */
  long revision() {
    return revision;
  }

  /** The newest map that is not believed since it was put back from a copy; null for none. */
  Stored.@Nullable Found putBack() {
    return putBack;
  }

  /** Why it could not be read last time; empty when it could. */
  String problem() {
    return problem;
  }

  /** Reads it. */
  void refresh() {
    if (!reading) {
      reading = true;
      long known = revision;
      loop.call(() -> store.read(group), result -> read(result, known));
    }
  }

  /** Notes what a watch, or an own commit, told. */
  void see(Stored stored) {
    switch (stored) {
      case Stored.Found found -> accept(found, found.revision());
      case Stored.Unreadable unreadable -> accept(unreadable, unreadable.revision());
      // It may have come late: only a read that began after all we know is believed.
      case Stored.Absent _ -> refresh();
    }
  }

  /**
   * Notes what the store answered itself, to a read or to a commit: that is never older than what
   * was committed before it was asked. If it seems to be, the store has lost its memory, and counts
   * its revisions anew.
   *
   * @param knownWhenAsked {@link #revision()} before it was asked
   */
  void sure(Stored stored, long knownWhenAsked) {
    boolean another = revision(stored) == revision && !stored.equals(told);
    if (revision(stored) < knownWhenAsked || another) {
      revision = 0;
      believed = 0;
    }
    see(stored);
  }

  private void read(Result<Stored> result, long knownWhenAsked) {
    reading = false;
    switch (result) {
      case Result.Answer<Stored>(Stored.Absent absent) -> {
        problem = "";
        if (revision == knownWhenAsked && !absent.equals(newest)) {
          newest = absent;
          changed.run();
        }
      }
      case Result.Answer<Stored>(Stored stored) -> {
        problem = "";
        sure(stored, knownWhenAsked);
      }
      case Result.Failure<Stored>(Exception cause) -> problem = String.valueOf(cause.getMessage());
    }
  }

  private static long revision(Stored stored) {
    return switch (stored) {
      case Stored.Found found -> found.revision();
      case Stored.Unreadable unreadable -> unreadable.revision();
      case Stored.Absent _ -> 0;
    };
  }

  private void accept(Stored stored, long itsRevision) {
    if (itsRevision > revision) {
      revision = itsRevision;
      told = stored;
      newest = stored instanceof Stored.Found found ? judged(found) : stored;
      changed.run();
    }
  }

  /** Acknowledgements made since would be taken for those of what it says. */
  private Stored judged(Stored.Found found) {
    if (rules.isPutBack(found.map().base(), believed)) {
      putBack = found;
      return new Stored.Unreadable(
          found.revision(),
          "it was put back: it replaced revision %d, and revision %d is known"
              .formatted(found.map().base(), believed));
    }
    believed = found.revision();
    return found;
  }
}
