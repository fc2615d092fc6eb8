package dev.picket.observation;

/** What normalising made of one item of a payload. A payload with one event has one, index 0. */
public sealed interface Item {

  /** The item's place in its payload, from 0. */
  int index();

  /** The item reports a problem. */
  record Reported(int index, Occurrence occurrence) implements Item {}

  /**
   * The item is well-formed and reports no problem: an audit event of a stage that is not the last,
   * say. Counted as filtered.
   *
   * @param reason a few words, the same for all items of the kind, such as {@code not a change}
   */
  record Irrelevant(int index, String reason) implements Item {}

  /** The item cannot be read. */
  record Invalid(int index, InputProblem problem) implements Item {}
}
