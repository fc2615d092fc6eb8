package dev.picket.kube;

import java.util.regex.Pattern;

/** Which names of shard groups Kubernetes can keep: as a label's value and in an object's name. */
final class Groups {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private Groups() {}

  /** The same; an IllegalArgumentException if it is none. */
  static String checked(String group) {
    if (!LABEL.matcher(group).matches()) {
      throw new IllegalArgumentException(
          "group \"%s\", expected a DNS label: 1 to 63 of a-z, 0-9 and '-', no '-' at an end"
              .formatted(group));
    }
    return group;
  }
}
