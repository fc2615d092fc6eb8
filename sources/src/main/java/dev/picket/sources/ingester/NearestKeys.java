package dev.picket.sources.ingester;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant by a key that does not exist. */
final class NearestKeys {

  private static final int SHOWN = 3;

  private NearestKeys() {}

  /** The known keys that are spelt most like the unknown one, in words. */
  static String expected(String unknown, List<String> known) {
    List<String> nearest =
        known.stream()
            .sorted(Comparator.comparingInt(each -> distance(unknown, each)))
            .limit(SHOWN)
            .toList();
    return (known.size() > SHOWN ? "one such as " : "") + String.join(", ", nearest);
  }

  /** How many letters must be added, removed or changed (Levenshtein), whatever their case. */
  static int distance(String one, String other) {
    String from = one.toLowerCase(Locale.ROOT);
    String to = other.toLowerCase(Locale.ROOT);
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + change, Math.min(previous[column], current[column - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
