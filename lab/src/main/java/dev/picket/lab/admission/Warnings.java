package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/** Passes on what webhooks and policies want people to be told. */
final class Warnings {

  /** Beyond this, each is cut to {@link #LENGTH_MAX}. */
  private static final int TOTAL_MAX = 4 * 1024;

  private static final int LENGTH_MAX = 256;

  private Warnings() {}

  static void tell(JsonNode warnings, Consumer<String> to) {
    int total = 0;
    for (JsonNode each : warnings) {
      total += each.asText().length();
    }
    int told = 0;
    for (JsonNode each : warnings) {
      String line = line(each.asText());
      line = total > TOTAL_MAX && line.length() > LENGTH_MAX ? line.substring(0, LENGTH_MAX) : line;
      told += line.length();
      if (told > TOTAL_MAX) {
        return;
      }
      to.accept(line);
    }
  }

  /** The text in one line, as a header has it. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(each -> line.appendCodePoint(Character.isISOControl(each) ? ' ' : each));
    return line.toString();
  }
}
