package dev.picket.observation;

import java.util.Set;

/**
 * Values to let through: those included, or all when none is named, without those excluded.
 *
 * @param include empty for all
 * @param exclude wins over include
 */
public record Selection<T>(Set<T> include, Set<T> exclude) {

  public Selection {
    include = Set.copyOf(include);
    exclude = Set.copyOf(exclude);
  }

  /** Lets every value through. */
  public static <T> Selection<T> all() {
    return new Selection<>(Set.of(), Set.of());
  }

  /** Whether the value is let through. */
  public boolean admits(T value) {
    return (include.isEmpty() || include.contains(value)) && !exclude.contains(value);
  }
}
