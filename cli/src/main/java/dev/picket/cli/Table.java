package dev.picket.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Aligned columns for people, with nothing in a text that a terminal would obey. */
final class Table {

  private final PrintWriter out;
  private final List<String> headings;
  private final int[] widths;
  private boolean headed;

  /**
   * @param widths the narrowest that each column may be
   */
  Table(PrintWriter out, List<String> headings, List<Integer> widths) {
    this.out = out;
    this.headings = headings;
    this.widths = widths.stream().mapToInt(Integer::intValue).toArray();
    widen(headings);
  }

  /** Makes room for a row that will be printed. */
  void widen(List<String> row) {
    for (int i = 0; i < row.size(); i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  /** Prints a row, under the headings if it is the first. */
  void print(List<String> row) {
    if (!headed) {
      headed = true;
      line(headings);
    }
    line(row);
  }

  private void line(List<String> cells) {
    List<String> padded = new ArrayList<>(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      padded.add(String.format(Locale.ROOT, "%-" + widths[i] + "s", cells.get(i)));
    }
    out.println(String.join("  ", padded).stripTrailing());
  }

  /** What others wrote may hold escape sequences; a terminal must not see them. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
  }

  static String shorten(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars - 3) + "...";
  }
}
