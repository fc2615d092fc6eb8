package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The forms that texts must have; each method says what is against one, in the usual words. */
final class Formats {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String KEY = "[-._a-zA-Z0-9]+";
  private static final String VALUE = "(" + NAME + ")?";
  private static final String PERCENT = "[0-9]+%";

  private static final Pattern LABELS = Pattern.compile(LABEL);
  private static final Pattern SUBDOMAINS = Pattern.compile(SUBDOMAIN);
  private static final Pattern LABELS_1035 = Pattern.compile(LABEL_1035);
  private static final Pattern NAMES = Pattern.compile(NAME);
  private static final Pattern KEYS = Pattern.compile(KEY);
  private static final Pattern VALUES = Pattern.compile(VALUE);
  private static final Pattern PERCENTS = Pattern.compile(PERCENT);
  private static final Pattern PORT_NAMES = Pattern.compile("[-a-z0-9]+");
  private static final Pattern ENVIRONMENT = Pattern.compile("[ -<>-~]+");

  private static final String RULE = ", regex used for validation is '%s')";
  private static final String ALPHANUMERIC = "must start and end with an alphanumeric character";

  private Formats() {}

  static List<String> label(String text) {
    List<String> against = length(text, 63);
    if (!LABELS.matcher(text).matches()) {
      against.add(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and "
              + ALPHANUMERIC
              + " (e.g. 'my-name',  or '123-abc'"
              + RULE.formatted(LABEL));
    }
    return against;
  }

  static List<String> subdomain(String text) {
    List<String> against = length(text, 253);
    if (!SUBDOMAINS.matcher(text).matches()) {
      against.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and "
              + ALPHANUMERIC
              + " (e.g. 'example.com'"
              + RULE.formatted(SUBDOMAIN));
    }
    return against;
  }

  /** The names that Services have, which once were those of hosts. */
  static List<String> serviceName(String text) {
    List<String> against = length(text, 63);
    if (!LABELS_1035.matcher(text).matches()) {
      against.add(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
              + " an alphabetic character, and end with an alphanumeric character (e.g. 'my-name', "
              + " or 'abc-123'"
              + RULE.formatted(LABEL_1035));
    }
    return against;
  }

  /** Names that may be anything that fits between two slashes of a path. */
  static List<String> pathSegment(String text) {
    if (text.equals(".") || text.equals("..")) {
      return List.of("may not be '" + text + "'");
    }
    List<String> against = new ArrayList<>();
    for (String part : List.of("/", "%")) {
      if (text.contains(part)) {
        against.add("may not contain '" + part + "'");
      }
    }
    return against;
  }

  /** A name with an optional domain before it, such as {@code app.kubernetes.io/name}. */
  static List<String> qualifiedName(String text) {
    int slash = text.indexOf('/');
    if (slash != text.lastIndexOf('/')) {
      return List.of(
          "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and "
              + ALPHANUMERIC
              + " (e.g. 'MyName',  or 'my.name',  or '123-abc'"
              + RULE.formatted(NAME)
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> against = new ArrayList<>();
    if (slash == 0) {
      against.add("prefix part must be non-empty");
    } else if (slash > 0) {
      subdomain(text.substring(0, slash)).forEach(each -> against.add("prefix part " + each));
    }
    String name = text.substring(slash + 1);
    if (name.isEmpty()) {
      against.add("name part must be non-empty");
    } else if (name.length() > 63) {
      against.add("name part must be no more than 63 characters");
    }
    if (!NAMES.matcher(name).matches()) {
      against.add(
          "name part must consist of alphanumeric characters, '-', '_' or '.', and "
              + ALPHANUMERIC
              + " (e.g. 'MyName',  or 'my.name',  or '123-abc'"
              + RULE.formatted(NAME));
    }
    return against;
  }

  static List<String> labelValue(String text) {
    List<String> against = length(text, 63);
    if (!VALUES.matcher(text).matches()) {
      against.add(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
              + " '.', and "
              + ALPHANUMERIC
              + " (e.g. 'MyValue',  or 'my_value',  or '12345'"
              + RULE.formatted("(" + NAME + ")?"));
    }
    return against;
  }

  /** The keys of ConfigMaps and Secrets. */
  static List<String> key(String text) {
    List<String> against = length(text, 253);
    if (!KEYS.matcher(text).matches()) {
      against.add(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
              + " 'key.name',  or 'KEY_NAME',  or 'key-name'"
              + RULE.formatted(KEY));
    }
    if (text.equals(".") || text.equals("..")) {
      against.add("must not be '" + text + "'");
    } else if (text.startsWith("..")) {
      against.add("must not start with '..'");
    }
    return against;
  }

  static List<String> environment(String text) {
    return ENVIRONMENT.matcher(text).matches()
        ? List.of()
        : List.of(
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
  }

  static List<String> portName(String text) {
    List<String> against = length(text, 15);
    if (!PORT_NAMES.matcher(text).matches()) {
      against.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (text.chars().noneMatch(each -> each >= 'a' && each <= 'z')) {
      against.add("must contain at least one letter (a-z)");
    }
    if (text.contains("--")) {
      against.add("must not contain consecutive hyphens");
    }
    if (text.startsWith("-") || text.endsWith("-")) {
      against.add("must not begin or end with a hyphen");
    }
    return against;
  }

  static List<String> port(long port) {
    return port >= 1 && port <= 65535
        ? List.of()
        : List.of("must be between 1 and 65535, inclusive");
  }

  /** A port's number or name. */
  static List<String> portOrName(JsonNode port) {
    return port.isTextual() ? portName(port.asText()) : port(port.asLong());
  }

  /** A number that is not negative, or a percentage of at most a hundred if it must be. */
  static List<String> numberOrPercent(JsonNode value, boolean atMostAll) {
    if (!value.isTextual()) {
      return value.asLong() < 0 ? List.of("must be greater than or equal to 0") : List.of();
    }
    String text = value.asText();
    if (!PERCENTS.matcher(text).matches() || text.length() > 9) {
      return List.of(
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', "
              + " or '93%'"
              + RULE.formatted(PERCENT));
    }
    return atMostAll && percent(value) > 100 ? List.of("must not be greater than 100%") : List.of();
  }

  /** What a valid percentage or number says, as a number. */
  static int percent(JsonNode value) {
    String text = value.asText();
    return value.isTextual()
        ? Integer.parseInt(text.substring(0, text.length() - 1))
        : value.asInt();
  }

  /** A host name or one with a wildcard as its first part. */
  static List<String> host(String text) {
    if (!text.startsWith("*")) {
      return subdomain(text);
    }
    return text.startsWith("*.") && subdomain(text.substring(2)).isEmpty()
        ? List.of()
        : List.of(
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain,"
                + " which must consist of lower case alphanumeric characters, '-' or '.' and end"
                + " with an alphanumeric character (e.g. '*.example.com'"
                + RULE.formatted("\\*\\." + SUBDOMAIN));
  }

  /** A finalizer or another name that should have a domain before it. */
  static List<String> lowerQualified(String text) {
    return qualifiedName(text.toLowerCase(Locale.ROOT));
  }

  private static List<String> length(String text, int max) {
    List<String> against = new ArrayList<>();
    if (text.length() > max) {
      against.add("must be no more than " + max + " characters");
    }
    return against;
  }
}
