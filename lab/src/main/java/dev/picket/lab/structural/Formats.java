package dev.picket.lab.structural;

import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Predicate;

/** The formats of texts that the API server knows; it ignores all others, as it does int32. */
public final class Formats {

  private static final Map<String, Predicate<String>> KNOWN =
      Map.ofEntries(
          Map.entry("bsonobjectid", matching("[0-9a-fA-F]{24}")),
          Map.entry("byte", matching("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")),
          Map.entry("cidr", Addresses::cidr),
          Map.entry("creditcard", Formats::creditCard),
          Map.entry("date", Formats::date),
          Map.entry("datetime", Formats::dateTime),
          Map.entry("duration", Durations::isDuration),
          Map.entry("email", matching("[^\\s@<>,;:\"()\\[\\]\\\\]+@[^\\s@<>,;:\"()\\[\\]\\\\]+")),
          Map.entry("hexcolor", matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")),
          Map.entry("hostname", Formats::hostname),
          Map.entry("ipv4", Addresses::ipv4),
          Map.entry("ipv6", Addresses::ipv6),
          Map.entry("isbn", text -> isbn10(text) || isbn13(text)),
          Map.entry("isbn10", Formats::isbn10),
          Map.entry("isbn13", Formats::isbn13),
          Map.entry(
              "mac", matching("([0-9a-fA-F]{2}[:-]){5}([0-9a-fA-F]{2}[:-]){0,2}[0-9a-fA-F]{2}")),
          Map.entry(
              "rgbcolor",
              matching(
                  "rgb\\(\\s*(25[0-5]|2[0-4]\\d|1?\\d?\\d)\\s*(,\\s*(25[0-5]|2[0-4]\\d|1?\\d?\\d)\\s*){2}\\)")),
          Map.entry("ssn", matching("\\d{3}[- ]?\\d{2}[- ]?\\d{4}")),
          Map.entry("uri", Formats::uri),
          Map.entry("uuid", uuid("[0-9a-f]", "[0-9a-f]")),
          Map.entry("uuid3", uuid("3", "[0-9a-f]")),
          Map.entry("uuid4", uuid("4", "[89ab]")),
          Map.entry("uuid5", uuid("5", "[89ab]")));

  private static final Pattern LABEL =
      Pattern.compile("[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?");
  private static final Pattern URI =
      Pattern.compile(
          "([a-zA-Z][-+.a-zA-Z0-9]*:|/)([^\\x00-\\x20\\x7f%\"<>\\\\^`{|}]|%[0-9a-fA-F]{2})*");

  private Formats() {}

  /** Whether a text has a format; always, when the format is not known or empty. */
  static boolean matches(String format, String text) {
    Predicate<String> known = format.isEmpty() ? null : KNOWN.get(format.replace("-", ""));
    return known == null || known.test(text);
  }

  private static Predicate<String> matching(String expression) {
    Pattern pattern = Pattern.compile(expression);
    return pattern::matches;
  }

  private static Predicate<String> uuid(String version, String variant) {
    return matching(
        "(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?"
            + version
            + "[0-9a-f]{3}-?"
            + variant
            + "[0-9a-f]{3}-?[0-9a-f]{12}");
  }

  private static boolean date(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text).getYear() >= 0;
    } catch (DateTimeException malformed) {
      return false;
    }
  }

  static boolean dateTime(String text) {
    try {
      return OffsetDateTime.parse(text.replace(' ', 'T')).getYear() >= 0;
    } catch (DateTimeException malformed) {
      return false;
    }
  }

  private static boolean hostname(String text) {
    if (text.length() > 253) {
      return false;
    }
    for (String each : text.split("\\.", -1)) {
      if (!LABEL.matches(each)) {
        return false;
      }
    }
    return true;
  }

  /** An absolute URI or an absolute path. */
  static boolean uri(String text) {
    return URI.matches(text);
  }

  private static boolean creditCard(String text) {
    String digits = text.replace("-", "").replace(" ", "");
    if (!digits.matches("\\d{13,19}")) {
      return false;
    }
    int sum = 0;
    for (int index = 0; index < digits.length(); index++) {
      int digit = digits.charAt(digits.length() - 1 - index) - '0';
      int counted = index % 2 == 0 ? digit : digit * 2;
      sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0;
  }

  private static boolean isbn10(String text) {
    String digits = text.replace("-", "").replace(" ", "");
    if (!digits.matches("\\d{9}[0-9X]")) {
      return false;
    }
    int sum = 0;
    for (int index = 0; index < 10; index++) {
      char digit = digits.charAt(index);
      sum += (index + 1) * (digit == 'X' ? 10 : digit - '0');
    }
    return sum % 11 == 0;
  }

  private static boolean isbn13(String text) {
    String digits = text.replace("-", "").replace(" ", "");
    if (!digits.matches("\\d{13}")) {
      return false;
    }
    int sum = 0;
    for (int index = 0; index < 13; index++) {
      sum += (index % 2 == 0 ? 1 : 3) * (digits.charAt(index) - '0');
    }
    return sum % 10 == 0;
  }
}
