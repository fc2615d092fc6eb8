package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions are wanted, and the slices that watch them: as few as possible, at most so many,
 * and only one for all objects where the server does not select by shards. Safe for use by many
 * threads.
 *
 * <p>A partition that comes gets a new slice, so that those that are there already go on without a
 * list. When there would be too many, one new slice takes the place of all; they end when it knows
 * what they know.
 */
final class Slices {

  /** Makes slices. */
  interface Maker {

    /** Of these partitions, or of all objects if that is not possible; not started. */
    Slice make(PartitionSet covers, boolean sharded);
  }

  /** What waits for partitions to be watched. */
  private record Warming(PartitionSet partitions, Runnable warm) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Holdings holdings;
  private final int watchesMax;
  private final Maker maker;
  private final List<Slice> slices = new ArrayList<>();
  private final List<Slice> positioned = new ArrayList<>();
  private final List<Warming> warming = new ArrayList<>();
  private final PartitionSet none;
  private PartitionSet wanted;
  private @Nullable Boolean sharded;
  private boolean refused;
  private boolean closed;

  Slices(Holdings holdings, int partitions, int watchesMax, Maker maker) {
    this.holdings = holdings;
    this.watchesMax = watchesMax;
    this.maker = maker;
    this.none = PartitionSet.none(partitions);
    this.wanted = none;
  }

  /** Begins to watch them, and then says so. */
  void prepare(PartitionSet partitions, Runnable warm) {
    change(() -> {
      warming.add(new Warming(partitions, warm));
      want(partitions);
    });
  }

  /** They are owned from now on. */
  void take(PartitionSet partitions) {
    change(() -> {
      holdings.take(partitions);
      want(partitions);
    });
  }

  /** They are neither owned nor to come. */
  void drop(PartitionSet partitions) {
    change(() -> {
      holdings.lose(partitions);
      wanted = wanted.minus(partitions);
      warming.removeIf(each -> partitions.containsAll(each.partitions()));
      endThose(slice -> slice.covers().and(wanted).isEmpty());
    });
  }

  /** It is known now whether the server selects by shards. */
  void probed(boolean selects) {
    change(() -> {
      sharded = selects;
      want(none);
    });
  }

  /** There is nothing to watch for now, and no other member could do better: do not hold it up. */
  void refused() {
    change(() -> refused = true);
  }

  PartitionSet owned(Slice slice) {
    return holdings.owned().and(slice.covers());
  }

  boolean positioned(Slice slice, PartitionSet listed) {
    change(() -> {
      if (!closed && slices.contains(slice) && listed.containsAll(owned(slice))) {
        positioned.add(slice);
        endThose(other -> !other.equals(slice) && isRedundant(other, slice));
      }
    });
    return isPositioned(slice);
  }

  private boolean isRedundant(Slice slice, Slice beside) {
    return beside.covers().containsAll(slice.covers().and(wanted));
  }

  private boolean isPositioned(Slice slice) {
    lock.lock();
    try {
      return positioned.contains(slice);
    } finally {
      lock.unlock();
    }
  }

  void lost(Slice slice) {
    change(() -> positioned.remove(slice));
  }

  /** Waits for owned partitions that are watched and were not told completely. */
  PartitionSet awaitIncomplete() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        PartitionSet incomplete = holdings.incomplete().and(watched());
        if (!incomplete.isEmpty()) {
          return incomplete;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether some of these are still owned and were not told completely. */
  boolean isIncomplete(PartitionSet partitions) {
    return !holdings.incomplete().and(partitions).isEmpty();
  }

  boolean isSharded() {
    lock.lock();
    try {
      return sharded != null && sharded;
    } finally {
      lock.unlock();
    }
  }

  /** How many watches there are. */
  int count() {
    lock.lock();
    try {
      return slices.size();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all, and returns them to be waited for. */
  List<Slice> close() {
    lock.lock();
    try {
      closed = true;
      List<Slice> ended = List.copyOf(slices);
      endThose(_ -> true);
      return ended;
    } finally {
      lock.unlock();
    }
  }

  // What got warm by a change is told without the lock, since it is somebody else's code.
  private void change(Runnable change) {
    List<Warming> warm = new ArrayList<>();
    lock.lock();
    try {
      change.run();
      PartitionSet watched = watched();
      for (Warming each : List.copyOf(warming)) {
        if (refused || watched.containsAll(each.partitions().and(wanted))) {
          warming.remove(each);
          warm.add(each);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    warm.forEach(each -> each.warm().run());
  }

  private void want(PartitionSet more) {
    wanted = wanted.plus(more);
    Boolean selects = sharded;
    PartitionSet uncovered = wanted;
    for (Slice slice : slices) {
      uncovered = uncovered.minus(slice.covers());
    }
    if (selects != null && !uncovered.isEmpty() && !closed) {
      Slice slice = maker.make(slices.size() < watchesMax ? uncovered : wanted, selects);
      slices.add(slice);
      slice.start();
    }
  }

  private PartitionSet watched() {
    PartitionSet watched = none;
    for (Slice slice : positioned) {
      watched = watched.plus(slice.covers());
    }
    return watched;
  }

  private void endThose(Predicate<Slice> areToEnd) {
    for (Slice slice : List.copyOf(slices)) {
      if (areToEnd.test(slice)) {
        slices.remove(slice);
        positioned.remove(slice);
        end(slice);
      }
    }
  }

  private static void end(Slice slice) {
    try {
      slice.close();
    } catch (IOException failure) {
      throw new UncheckedIOException("closing a watch failed", failure);
    }
  }
}
