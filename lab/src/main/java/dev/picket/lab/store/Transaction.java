package dev.picket.lab.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes that become visible together, or not at all. It sees its own changes. Only the thread
 * that the store gave it to may use it, and only until its decision returns.
 */
public final class Transaction {

  private final List<Made> made = new ArrayList<>();
  private Snapshot now;

  Transaction(Snapshot start) {
    this.now = start;
  }

  /** What there is, with this transaction's changes. */
  public Snapshot now() {
    return now;
  }

  /** Creates or replaces an object. The content must not be changed afterwards. */
  public StoredObject put(Key key, ObjectNode content) {
    long revision = now.revision() + 1;
    Optional<StoredObject> before = now.get(key);
    StoredObject object = StoredObject.of(key, revision, content);
    made(
        before.isPresent() ? Change.Type.MODIFIED : Change.Type.ADDED,
        object,
        before,
        now.objects().with(key.path(), object));
    return object;
  }

  /** Removes an object and gives its last state. */
  public StoredObject remove(StoredObject last) {
    StoredObject object = last.at(now.revision() + 1);
    made(
        Change.Type.DELETED, object, now.get(last.key()), now.objects().without(last.key().path()));
    return object;
  }

  List<Made> made() {
    return made;
  }

  private void made(
      Change.Type type,
      StoredObject object,
      Optional<StoredObject> before,
      SortedTree<StoredObject> objects) {
    now = new Snapshot(object.revision(), objects);
    made.add(new Made(new Change(type, object, before.orElse(null)), now));
  }

  /** A change and what there was right after it. */
  record Made(Change change, Snapshot after) {}
}
