package dev.picket.observation;

import java.util.Collections;
import java.util.List;

/**
 * All that a source object says now, normalised but not yet examined.
 *
 * @param items one for each finding of the object, whatever is made of it
 * @param contents by item, a digest of what it says: the same digest again is not news; 0 for items
 *     that report nothing
 * @param gone whether the object has been deleted; it then says nothing
 */
public record ObjectState(
    SourceObject object, List<Item> items, List<Long> contents, boolean gone) {

  public ObjectState {
    items = List.copyOf(items);
    contents = List.copyOf(contents);
    if (items.size() != contents.size() || (gone && !items.isEmpty())) {
      throw new IllegalArgumentException(
          "%d items with %d digests, gone: %s".formatted(items.size(), contents.size(), gone));
    }
  }

  /** The object has been deleted; its revision is that of the deletion. */
  public static ObjectState gone(SourceObject object) {
    return new ObjectState(object, Collections.emptyList(), Collections.emptyList(), true);
  }
}
