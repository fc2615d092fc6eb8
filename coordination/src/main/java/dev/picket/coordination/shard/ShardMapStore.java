package dev.picket.coordination.shard;

import java.util.function.Consumer;

/**
 * Port: where a group's shard map is kept, with compare-and-swap. Safe for use by many threads.
 *
 * <p>Revisions grow with every commit, also over a deletion and a new beginning. A map that was
 * changed by hand is told as {@link Stored.Unreadable}, for which the store keeps a checksum beside
 * it. Every method blocks for a bounded time and tries once; each throws {@link
 * dev.picket.coordination.lease.UnreachableException} when the store does not answer or refuses,
 * and a commit may then have had its effect or not.
 */
public interface ShardMapStore {

  /** The group's map; never older than what was committed before the call. */
  Stored read(String group);

  /**
   * Commits a map over another.
   *
   * @param over revision of the map, or of the unreadable text, that it replaces; 0 when there must
   *     be none
   */
  Commit commit(String group, ShardMap map, long over);

  /**
   * Tells of changes, from any thread. It is a hint that saves time: what it tells may come late,
   * twice, out of order or not at all. It goes on until it is closed.
   */
  AutoCloseable watch(String group, Consumer<Stored> changed);

  /** What is stored. */
  sealed interface Stored {

    /** Nothing, or it was deleted. */
    record Absent() implements Stored {}

    /** Something that is not a map as this store wrote it. */
    record Unreadable(long revision, String problem) implements Stored {}

    /** A map. */
    record Found(ShardMap map, long revision) implements Stored {}
  }

  /** What came of a commit. */
  sealed interface Commit {

    /** It is stored. */
    record Done(long revision) implements Commit {}

    /** Something else is there; read it again. */
    record Conflict() implements Commit {}
  }
}
