package dev.picket.coordination.shard;

import java.util.List;
import java.util.SortedSet;

/** The planning of assignments, for benchmarks outside of this package. */
public final class PlannedAssignment {

  private PlannedAssignment() {}

  /**
   * Plans.
   *
   * @param holders by partition: who has it; anything that is not a member for nobody
   * @return by partition: who should have it
   */
  public static List<String> plan(List<String> holders, SortedSet<String> members) {
    return Assignment.plan(holders, members);
  }
}
