package dev.picket.lab.apply;

import org.jspecify.annotations.Nullable;

/** A path within a set that is being built; the set has it only when something is included. */
final class Place {

  private final @Nullable Place parent;
  private final String element;
  private @Nullable FieldSet set;

  private Place(@Nullable Place parent, String element, @Nullable FieldSet set) {
    this.parent = parent;
    this.element = element;
    this.set = set;
  }

  static Place root(FieldSet set) {
    return new Place(null, "", set);
  }

  Place at(String next) {
    return new Place(this, next, null);
  }

  void include() {
    set().include();
  }

  private FieldSet set() {
    FieldSet known = set;
    if (known == null) {
      if (parent == null) {
        throw new IllegalStateException("a root without a set");
      }
      known = parent.set().at(element);
      set = known;
    }
    return known;
  }
}
