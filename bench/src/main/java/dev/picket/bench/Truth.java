package dev.picket.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * What the database must say of every finding that there ever was, whatever was seen of it by whom:
 *
 * <ul>
 *   <li>a finding that a report begins to have, or of which it says something new, is open and
 *       counts once more;
 *   <li>one that its report has no more, or whose report is gone, is resolved, and counts as
 *       before;
 *   <li>the findings of a report that was deleted and created again under its name are open and
 *       count once more. Either the deletion is seen first: they are resolved, and open again when
 *       another object claims them. Or it is not: then the new object, being newer, takes them over
 *       from the old one, and when the deletion is seen the old one holds nothing.
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class Truth {

  private final Map<String, Expected> findings = new HashMap<>();

  /** How one finding must be. */
  record Expected(boolean open, long count) {}

  /**
   * How the database differs.
   *
   * @param wrong findings that are missing, in the wrong state, or counted too little
   * @param twice occurrences counted more than once
   * @param sample some of them, for people
   */
  record Difference(long wrong, long twice, String sample) {
    boolean isNone() {
      return wrong == 0 && twice == 0;
    }
  }

  synchronized void told(String report, Report.Finding finding) {
    findings.merge(
        key(report, finding.id()),
        new Expected(true, 1),
        (before, one) -> new Expected(true, before.count() + one.count()));
  }

  synchronized void resolved(String report, Report.Finding finding) {
    findings.computeIfPresent(
        key(report, finding.id()), (_, before) -> new Expected(false, before.count()));
  }

  /** What tells findings apart. */
  static String key(String report, String id) {
    return report + "/" + id;
  }

  synchronized Difference difference(Map<String, Expected> found) {
    long wrong = 0;
    long twice = 0;
    StringBuilder sample = new StringBuilder();
    for (Map.Entry<String, Expected> each : findings.entrySet()) {
      Expected expected = each.getValue();
      Expected actual = found.get(each.getKey());
      boolean isWrong =
          actual == null || actual.open() != expected.open() || actual.count() < expected.count();
      long more = actual == null ? 0 : Math.max(0, actual.count() - expected.count());
      wrong += isWrong ? 1 : 0;
      twice += more;
      if ((isWrong || more > 0) && sample.length() < 500) {
        sample.append("%s: %s, expected %s; ".formatted(each.getKey(), actual, expected));
      }
    }
    wrong += found.keySet().stream().filter(key -> !findings.containsKey(key)).count();
    return new Difference(wrong, twice, sample.toString());
  }
}
