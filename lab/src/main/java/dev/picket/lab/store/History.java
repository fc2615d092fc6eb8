package dev.picket.lab.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last changes, in a ring. One thread adds at a time; any may read: a slot says by its revision
 * whether it still holds what the reader came for.
 */
final class History {

  private final AtomicReferenceArray<Transaction.@Nullable Made> ring;
  private final long start;
  private volatile long newest;

  /**
   * @param start the revision before the first change
   */
  History(int limit, long start) {
    this.ring = new AtomicReferenceArray<>(limit);
    this.start = start;
    this.newest = start;
  }

  void add(Transaction.Made made) {
    long revision = made.change().revision();
    ring.set(slot(revision), made);
    newest = revision;
  }

  /** The oldest revision after which every change is held. */
  long floor() {
    return Math.max(start, newest - ring.length());
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

  private int slot(long revision) {
    return (int) (revision % ring.length());
  }
}
