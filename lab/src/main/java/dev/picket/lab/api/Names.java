package dev.picket.lab.api;

import java.util.random.RandomGenerator;

/** The names that are made up for objects. */
final class Names {

  private static final int LABEL_MAX = 63;
  private static final int SUFFIX = 5;

  /** Letters that make no words, as in Kubernetes. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private Names() {}

  static String generate(String prefix, RandomGenerator random) {
    int room = LABEL_MAX - SUFFIX;
    StringBuilder name =
        new StringBuilder(prefix.length() > room ? prefix.substring(0, room) : prefix);
    for (int each = 0; each < SUFFIX; each++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name.toString();
  }
}
