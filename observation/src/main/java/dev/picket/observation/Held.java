package dev.picket.observation;

import java.util.List;

/** What the store made of one holding, once it is committed. */
public sealed interface Held {

  /**
   * It is what the store holds now.
   *
   * @param findings what became of each, in their order; one that was held with the same content
   *     before is {@link Recorded.Retried}
   * @param resolved how many Observations it held before and does not any more
   */
  record Done(List<Recorded> findings, int resolved) implements Held {
    public Done {
      findings = List.copyOf(findings);
    }
  }

  /** The store knows a newer state of the object, or that it is gone; nothing was written. */
  record Outdated() implements Held {}

  /**
   * The fence's epoch has been overtaken, or was never claimed; nothing was written.
   *
   * @param floor the newest epoch claimed for the partition; 0 for none
   */
  record Fenced(long floor) implements Held {}
}
