package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.Validity;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Lets work in where this member owns the partition and its lease is valid. It asks the clocks at
 * every entry, so it shuts in time even while every thread that looks after the lease hangs.
 *
 * <p>Entering is safe for many threads; the rest is called from the loop.
 */
final class Gate {

  private final Clocks clocks;
  private final AtomicReferenceArray<@Nullable Tenure> tenures;
  private volatile Validity validity = Validity.none();

  Gate(Clocks clocks, int partitions) {
    this.clocks = clocks;
    this.tenures = new AtomicReferenceArray<>(partitions);
  }

  /** A permit for a partition, or null. */
  @Nullable Permit tryEnter(int partition) {
    Tenure tenure = tenures.get(partition);
    return tenure != null && isValid() && tenure.enter() ? tenure : null;
  }

  /** Whether work is let in. */
  boolean isOpen(int partition) {
    Tenure tenure = tenures.get(partition);
    return tenure != null && tenure.isOpen() && isValid();
  }

  /** The partitions for which work is let in. */
  PartitionSet open() {
    BitSet open = new BitSet(tenures.length());
    if (isValid()) {
      for (int i = 0; i < tenures.length(); i++) {
        Tenure tenure = tenures.get(i);
        open.set(i, tenure != null && tenure.isOpen());
      }
    }
    return PartitionSet.of(tenures.length(), open);
  }

  /** Whether the lease is valid now, whatever is owned. */
  boolean isValid() {
    Validity asked = validity;
    while (!asked.holds(clocks)) {
      // A renewal may have come in between; whoever was refused by the old one must not be wrong.
      Validity newer = validity;
      if (newer == asked) {
        return false;
      }
      asked = newer;
    }
    return true;
  }

  /**
   * Takes a renewal in.
   *
   * @return whether the gate was valid all the time up to now, so that nobody was refused
   */
  boolean renew(Validity next) {
    Validity before = validity;
    boolean held = before.holds(clocks);
    validity = next;
    return held && !before.hasEnded();
  }

  /** Ends the validity: nobody gets in until the next renewal. */
  void invalidate() {
    validity.end();
  }

  /** Puts a tenure in a partition's place; null for none. */
  void set(int partition, @Nullable Tenure tenure) {
    tenures.set(partition, tenure);
  }
}
