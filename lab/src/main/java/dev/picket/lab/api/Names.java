package dev.picket.lab.api;

import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The names that objects may have, and those that are made up for them. */
final class Names {

  private static final int SUBDOMAIN_MAX = 253;
  private static final int LABEL_MAX = 63;
  private static final int SUFFIX = 5;

  /** Letters that make no words, as in Kubernetes. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern LABELS = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern ONE_LABEL = Pattern.compile(LABEL);

  private Names() {}

  static void require(ResourceType type, String name) {
    boolean space = type.equals(BuiltInTypes.NAMESPACE);
    if (name.isEmpty()) {
      throw StatusException.invalid(
          type, name, "metadata.name", "Required value: name or generateName is required");
    }
    int max = space ? LABEL_MAX : SUBDOMAIN_MAX;
    if (name.length() > max || !(space ? ONE_LABEL : LABELS).matcher(name).matches()) {
      throw StatusException.invalid(
          type,
          name,
          "metadata.name",
          "Invalid value: \"%s\": a lowercase RFC 1123 %s of at most %d characters is expected"
              .formatted(name, space ? "label" : "subdomain", max));
    }
  }

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
