package dev.picket.lab.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What keys and values of labels look like, and what is said of those that do not. */
final class LabelSyntax {

  private static final int NAME_LENGTH_MAX = 63;
  private static final int PREFIX_LENGTH_MAX = 253;
  private static final String NAME_REGEX = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE_REGEX = "(" + NAME_REGEX + ")?";
  private static final String PREFIX_REGEX =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern NAME = Pattern.compile(NAME_REGEX);
  private static final Pattern PREFIX = Pattern.compile(PREFIX_REGEX);
  private static final String NAME_RULE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + NAME_REGEX
          + "')";
  private static final String VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is '"
          + VALUE_REGEX
          + "')";
  private static final String PREFIX_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + PREFIX_REGEX
          + "')";

  private LabelSyntax() {}

  /** What is wrong with a key; empty when nothing is. */
  static String wrongKey(String key) {
    int slash = key.indexOf('/');
    if (key.indexOf('/', slash + 1) >= 0 && slash >= 0) {
      return "a qualified name "
          + NAME_RULE
          + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    }
    List<String> wrong = new ArrayList<>();
    if (slash == 0) {
      wrong.add("prefix part must be non-empty");
    } else if (slash > 0) {
      String prefix = key.substring(0, slash);
      if (prefix.length() > PREFIX_LENGTH_MAX) {
        wrong.add("prefix part must be no more than " + PREFIX_LENGTH_MAX + " characters");
      }
      if (!PREFIX.matcher(prefix).matches()) {
        wrong.add("prefix part " + PREFIX_RULE);
      }
    }
    String name = key.substring(slash + 1);
    if (name.isEmpty()) {
      wrong.add("name part must be non-empty");
    } else if (name.length() > NAME_LENGTH_MAX) {
      wrong.add("name part must be no more than " + NAME_LENGTH_MAX + " characters");
    }
    if (!NAME.matcher(name).matches()) {
      wrong.add("name part " + NAME_RULE);
    }
    return String.join("; ", wrong);
  }

  /** What is wrong with a value; empty when nothing is. */
  static String wrongValue(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > NAME_LENGTH_MAX) {
      wrong.add("must be no more than " + NAME_LENGTH_MAX + " characters");
    }
    if (!value.isEmpty() && !NAME.matcher(value).matches()) {
      wrong.add(VALUE_RULE);
    }
    return String.join("; ", wrong);
  }
}
