package dev.picket.lab.api;

import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Transaction;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs decisions on the store, or rehearses them for {@code dryRun=All}.
 *
 * @param store that they are about
 */
record Writes(ObjectStore store) {

  /** What every write may be asked with. */
  static final Set<String> PARAMETERS =
      Set.of("dryRun", "fieldManager", "fieldValidation", "pretty", "timeout");

  <R> R run(String dryRun, Function<Transaction, R> decision) {
    return switch (dryRun) {
      case "" -> store.write(decision);
      case "All" -> store.rehearse(decision);
      default -> throw StatusException.badRequest("dryRun: found '" + dryRun + "', expected 'All'");
    };
  }
}
