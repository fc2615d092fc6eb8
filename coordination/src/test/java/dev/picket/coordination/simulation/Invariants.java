package dev.picket.coordination.simulation;

/** What must hold, by the names under which violations are reported. */
public final class Invariants {

  /** At no time do two members let work in for one partition. */
  public static final String ONE_GATE = "one open gate for each partition";

  /** No write is accepted once a gate has opened in a newer epoch, and an epoch has one owner. */
  public static final String EPOCH_ORDER = "writes accepted in the order of epochs";

  /** The epoch grows whenever the owner changes. */
  public static final String EPOCHS_GROW = "epochs grow";

  /** A partition is granted after its owner let go, or can never come back. */
  public static final String NO_EARLY_GRANT = "no grant before acknowledgement or seizure";

  /** No member owns more than its share in the end, and no join moves more than it must. */
  public static final String BALANCE = "load and movement within bounds";

  /** Once the faults have ended, every partition is worked on. */
  public static final String OWNED_IN_THE_END = "every partition owned in the end";

  /** After a single fault, partitions are unowned no longer than the bound. */
  public static final String UNOWNED_TIME = "unowned time within its bound";

  private Invariants() {}
}
