package dev.picket.sources.payload;

import dev.picket.observation.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found in a Kubernetes object.
 *
 * @param items one for each finding
 * @param contents by item, a digest of what it says; 0 for items that report nothing
 */
public record ObjectFindings(List<Item> items, List<Long> contents) {

  public ObjectFindings {
    items = List.copyOf(items);
    contents = List.copyOf(contents);
  }

  /** These items, with the digests of what they say. */
  static ObjectFindings of(List<Item> items) {
    List<Long> contents = new ArrayList<>(items.size());
    for (Item item : items) {
      contents.add(
          item instanceof Item.Reported reported ? ContentDigest.of(reported.occurrence()) : 0L);
    }
    return new ObjectFindings(items, contents);
  }
}
