package dev.picket.observation;

import java.util.List;
import java.util.Set;

/**
 * Port: what has changed among the Observations, in an order that all replicas agree on. Safe for
 * use by many threads.
 */
public interface ChangeFeed {

  /**
   * The position after the last change, to start from.
   *
   * @throws StoreUnavailableException when the store cannot answer now
   */
  long latest();

  /**
   * The changes after a position, each committed, none left out.
   *
   * @param after a position that {@link #latest()} or {@link Batch#position()} gave
   * @param limit how many changed Observations at most, at least 1
   * @throws StoreUnavailableException when the store cannot answer now
   */
  Batch since(long after, int limit);

  /** What {@link #since} found. */
  sealed interface Batch {

    /** Where to go on from. */
    long position();

    /**
     * Changed Observations as they are now, each once, and those that were removed.
     *
     * @param position goes on from here; equal to the position asked for when nothing changed
     */
    record Changes(long position, List<Observation> changed, Set<Fingerprint> removed)
        implements Batch {
      public Changes {
        changed = List.copyOf(changed);
        removed = Set.copyOf(removed);
      }

      public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
      }
    }

    /**
     * The position is too old, or more changed than was asked for: whoever follows should list
     * afresh and go on from here.
     */
    record Reset(long position) implements Batch {}
  }
}
