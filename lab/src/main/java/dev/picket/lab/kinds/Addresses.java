package dev.picket.lab.kinds;

import java.util.List;
import java.util.regex.Pattern;

/** Internet addresses as text; none is ever looked up. */
final class Addresses {

  private static final String PART = "(?:0|1\\d{0,2}|2(?:[0-4]\\d?|5[0-5]?|[6-9])?|[3-9]\\d?)";
  private static final Pattern FOUR = Pattern.compile(PART + "(?:\\." + PART + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  private Addresses() {}

  /** Whether it is an address of either version. */
  static boolean valid(String text) {
    return four(text) || six(text);
  }

  static boolean four(String text) {
    return text.length() <= 15 && FOUR.matcher(text).matches();
  }

  static boolean six(String text) {
    if (text.length() > 39 || !text.contains(":")) {
      return false;
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap));
    String rest = text.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : groups(rest);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** How many groups there are; a negative number when one is none. */
  private static int groups(String text) {
    List<String> groups = List.of(text.split(":", -1));
    return groups.stream().allMatch(each -> GROUP.matcher(each).matches())
        ? groups.size()
        : Integer.MIN_VALUE / 4;
  }

  /** Whether it is a range such as {@code 10.0.0.0/8}. */
  static boolean range(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return false;
    }
    String address = text.substring(0, slash);
    int bits = Integer.parseInt(text.substring(slash + 1));
    return (four(address) && bits <= 32) || (six(address) && bits <= 128);
  }
}
