package dev.picket.lab.resource;

import dev.picket.lab.store.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a scope a request is about.
 *
 * @param labels every one must match
 * @param fields every one must match
 * @param shard null for the whole space
 */
public record Selection(LabelSelector labels, FieldSelector fields, @Nullable ShardSelector shard) {

  /** Everything. */
  public static final Selection ALL =
      new Selection(LabelSelector.parse(""), FieldSelector.ALL, null);

  public boolean matches(StoredObject object) {
    return labels.matches(object.labels())
        && fields.matches(object)
        && (shard == null || shard.matches(object));
  }
}
