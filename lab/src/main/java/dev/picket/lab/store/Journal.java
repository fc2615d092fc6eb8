package dev.picket.lab.store;

import java.util.List;

/** Where changes could be kept beyond the process's life; for now nothing is. */
@FunctionalInterface
public interface Journal {

  /** Keeps nothing. */
  Journal NONE = _ -> {};

  /**
   * Keeps the changes of one transaction, before anybody sees them.
   *
   * @throws RuntimeException when it cannot; then the transaction did not happen
   */
  void append(List<Change> changes);
}
