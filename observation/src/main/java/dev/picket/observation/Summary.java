package dev.picket.observation;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Observations counted.
 *
 * @param byState all of them
 * @param openBySeverity those that are open
 * @param openBySource those that are open
 * @param openByCategory those that are open
 * @param timeline new Observations (by firstSeen), oldest slot first, without gaps
 */
public record Summary(
    Map<State, Long> byState,
    Map<Severity, Long> openBySeverity,
    Map<String, Long> openBySource,
    Map<Category, Long> openByCategory,
    List<Slot> timeline) {

  public Summary {
    byState = Map.copyOf(byState);
    openBySeverity = Map.copyOf(openBySeverity);
    openBySource = Map.copyOf(openBySource);
    openByCategory = Map.copyOf(openByCategory);
    timeline = List.copyOf(timeline);
  }

  /**
   * One stretch of time.
   *
   * @param start its beginning; it ends where the next begins
   * @param bySeverity Observations first seen in it
   */
  public record Slot(Instant start, Map<Severity, Long> bySeverity) {
    public Slot {
      bySeverity = Map.copyOf(bySeverity);
    }
  }
}
