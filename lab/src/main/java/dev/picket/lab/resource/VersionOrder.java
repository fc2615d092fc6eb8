package dev.picket.lab.resource;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of versions by priority, the first being the preferred one: {@code v10}, {@code v2},
 * {@code v1}, {@code v11beta2}, {@code v3beta1}, {@code v12alpha1}, then all others by name.
 */
public final class VersionOrder {

  /** Preferred ones first. */
  public static final Comparator<String> PREFERRED_FIRST =
      Comparator.comparing(VersionOrder::rank).reversed().thenComparing(Comparator.naturalOrder());

  private static final Pattern VERSION =
      Pattern.compile("v([1-9]\\d{0,8})(?:(alpha|beta)([1-9]\\d{0,8}))?");

  private VersionOrder() {}

  private static Rank rank(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return new Rank(0, 0, 0);
    }
    String stage = parts.group(2);
    if (stage == null) {
      return new Rank(3, Integer.parseInt(parts.group(1)), 0);
    }
    return new Rank(
        stage.equals("beta") ? 2 : 1,
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(3)));
  }

  private record Rank(int stage, int major, int minor) implements Comparable<Rank> {

    private static final Comparator<Rank> ORDER =
        Comparator.comparingInt(Rank::stage)
            .thenComparingInt(Rank::major)
            .thenComparingInt(Rank::minor);

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }
}
