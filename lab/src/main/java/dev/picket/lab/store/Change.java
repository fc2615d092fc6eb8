package dev.picket.lab.store;

import org.jspecify.annotations.Nullable;

/**
 * One change of one object; every change has a revision of its own.
 *
 * @param type what happened
 * @param object the object after the change; for a deletion its last state, at the new revision
 * @param before the object before the change; null when it is new
 */
public record Change(Type type, StoredObject object, @Nullable StoredObject before) {

  /** What happened to the object. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }

  public long revision() {
    return object.revision();
  }
}
