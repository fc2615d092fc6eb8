package dev.picket.lab.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last changes, in a ring; fewer when they take too much memory. One thread adds at a time; any
 * may read: a slot says by its revision whether it still holds what the reader came for.
 */
final class History {

  /** About what a change's copy of the path through the tree takes. */
  private static final long TREE_BYTES = 1_024;

  private static final long HEAP_SHARE = 8;

  private final AtomicReferenceArray<Transaction.@Nullable Made> ring;
  private final long bytesMax;
  private long bytes;
  private volatile long floor;
  private volatile long newest;

  /**
   * A history that may take an eighth of the heap.
   *
   * @param limit how many changes are held at most
   * @param start the revision before the first change
   */
  History(int limit, long start) {
    this(limit, start, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * A history.
   *
   * @param bytesMax how much memory the changes may take, about; the newest is held in any case
   */
  History(int limit, long start, long bytesMax) {
    this.ring = new AtomicReferenceArray<>(limit);
    this.bytesMax = bytesMax;
    this.floor = start;
    this.newest = start;
  }

  void add(Transaction.Made made) {
    long revision = made.change().revision();
    bytes += bytes(made);
    while (revision - floor > ring.length() || (bytes > bytesMax && floor < newest)) {
      forgetOldest();
    }
    ring.set(slot(revision), made);
    newest = revision;
  }

  /** The oldest revision after which every change is held. */
  long floor() {
    return floor;
  }

  /** The changes after a revision up to the newest; call only while nothing is added. */
  List<Change> since(long revision, Scope scope) {
    List<Change> changes = new ArrayList<>();
    for (long each = revision + 1; each <= newest; each++) {
      Transaction.Made made = ring.get(slot(each));
      if (made != null && scope.holds(made.change().object().key())) {
        changes.add(made.change());
      }
    }
    return changes;
  }

  /** What there was at a revision that is still held. */
  Optional<Snapshot> at(long revision) {
    Transaction.Made made = ring.get(slot(revision));
    return made != null && made.after().revision() == revision
        ? Optional.of(made.after())
        : Optional.empty();
  }

  private void forgetOldest() {
    long revision = floor + 1;
    Transaction.Made oldest = ring.getAndSet(slot(revision), null);
    bytes -= oldest == null ? 0L : bytes(oldest);
    floor = revision;
  }

  private static long bytes(Transaction.Made made) {
    return TREE_BYTES + made.change().object().json().length;
  }

  private int slot(long revision) {
    return Math.floorMod(revision, ring.length());
  }
}
