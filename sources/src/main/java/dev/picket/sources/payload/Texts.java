package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Bounds and cleanliness of the texts that go into an occurrence. */
final class Texts {

  static final int TITLE_CHARS = 1_000;
  static final int NAME_CHARS = 253;
  static final int RULE_CHARS = 500;
  static final int IDENTITY_CHARS = 1_000;

  private static final char REPLACEMENT = '\uFFFD';
  private static final String ELLIPSIS = "...";

  private Texts() {}

  /**
   * The text with NUL characters and lone surrogates replaced by U+FFFD. PostgreSQL can store
   * neither, so that whoever can put one into a process's arguments could else hide an alarm.
   */
  static String clean(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (isUnstorable(text, at)) {
        return replaceFrom(text, at);
      }
    }
    return text;
  }

  private static String replaceFrom(String text, int first) {
    char[] chars = text.toCharArray();
    for (int at = first; at < chars.length; at++) {
      if (isUnstorable(text, at)) {
        chars[at] = REPLACEMENT;
      }
    }
    return new String(chars);
  }

  private static boolean isUnstorable(String text, int at) {
    char here = text.charAt(at);
    if (here == 0) {
      return true;
    }
    if (!Character.isSurrogate(here)) {
      return false;
    }
    return Character.isHighSurrogate(here)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }

  /** The text, or its beginning and an ellipsis if it is longer than that. */
  static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    int end = chars - ELLIPSIS.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  /** The first line of a text, without blanks around it, cut to a title's length. */
  static String title(String text) {
    String stripped = text.strip();
    int end = stripped.indexOf('\n');
    return cut(end < 0 ? stripped : stripped.substring(0, end).strip(), TITLE_CHARS);
  }

  /**
   * A field's text; empty when there is none. Numbers and booleans count as texts; Falco writes
   * {@code <NA>} for what it does not know.
   */
  static String of(JsonNode node) {
    if (!node.isValueNode() || node.isNull()) {
      return "";
    }
    String text = node.asText();
    return text.equals("<NA>") ? "" : text;
  }

  /** Any text as an event type: {@code [a-z0-9_]+}, or empty if nothing of it is left. */
  static String eventType(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    StringBuilder type = new StringBuilder(lower.length());
    for (int at = 0; at < lower.length() && type.length() < NAME_CHARS; at++) {
      char here = lower.charAt(at);
      boolean plain = (here >= 'a' && here <= 'z') || (here >= '0' && here <= '9');
      if (plain) {
        type.append(here);
      } else if (!type.isEmpty() && type.charAt(type.length() - 1) != '_') {
        type.append('_');
      }
    }
    int end = type.length();
    return type.substring(0, end > 0 && type.charAt(end - 1) == '_' ? end - 1 : end);
  }
}
