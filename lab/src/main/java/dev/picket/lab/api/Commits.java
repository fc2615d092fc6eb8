package dev.picket.lab.api;

import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Transaction;
import java.util.function.Function;

/** Runs decisions on the store, or rehearses them. */
final class Commits {

  private Commits() {}

  static <R> R run(ObjectStore store, boolean dryRun, Function<Transaction, R> decision) {
    return dryRun ? store.rehearse(decision) : store.write(decision);
  }
}
