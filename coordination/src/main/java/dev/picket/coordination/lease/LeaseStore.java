package dev.picket.coordination.lease;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Port: where Leases are kept, with compare-and-swap. Safe for use by many threads.
 *
 * <p>Every method blocks for a bounded time and tries once: no hidden retries. Each throws {@link
 * UnreachableException} when the store does not answer or refuses; a write may then have had its
 * effect or not. Records that somebody else wrote may lack anything; they are read as {@link Lease}
 * describes and never fail a list.
 */
public interface LeaseStore {

  /**
   * The Lease of this name, if there is one; never older than what was committed before the call.
   */
  Optional<Lease> read(String name);

  /** All Leases of a group; never older than what was committed before the call. */
  List<Lease> list(String group);

  /** Stores a new one; a Conflict if there is one of this name. Its revision is not looked at. */
  Write create(Lease lease);

  /** Replaces the record that has this name and this revision; a Conflict if there is none. */
  Write update(Lease lease);

  /**
   * Removes the record that has this name and this revision.
   *
   * @return whether there was one
   */
  boolean delete(Lease lease);

  /**
   * Tells of Leases of a group that were written, from any thread. It is a hint that saves time:
   * what it tells may come late, twice, out of order or not at all, and deletions are not told.
   * Whoever needs to be sure lists. It goes on until it is closed.
   */
  AutoCloseable watch(String group, Consumer<Lease> written);

  /** What came of a write. */
  sealed interface Write {

    /** It is stored; so it is now, with its new revision. */
    record Done(Lease lease) implements Write {}

    /** Somebody else was first; read it again. */
    record Conflict() implements Write {}
  }
}
