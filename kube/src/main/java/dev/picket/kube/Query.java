package dev.picket.kube;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A path with parameters. Encodes no more than it must: the parentheses, commas and quotes of a
 * shard selector stay as they are (RFC 3986, section 3.4), which leaves room for more ranges.
 */
final class Query {

  private static final String PLAIN = "-._~!$'()*,;:@/";

  private final StringBuilder text;
  private char separator = '?';

  Query(String path) {
    this.text = new StringBuilder(path);
  }

  /** Adds a parameter, unless its value is empty. */
  Query with(String name, String value) {
    if (!value.isEmpty()) {
      text.append(separator).append(name).append('=').append(encoded(value));
      separator = '&';
    }
    return this;
  }

  static String encoded(String value) {
    StringBuilder encoded = new StringBuilder(value.length());
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (each & 0xff);
      if (isPlain(letter)) {
        encoded.append(letter);
      } else {
        encoded.append("%%%02x".formatted((int) letter).toUpperCase(Locale.ROOT));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || PLAIN.indexOf(letter) >= 0;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
