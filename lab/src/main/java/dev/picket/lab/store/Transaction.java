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
  private final boolean rehearsal;
  private Snapshot now;

  /**
   * A transaction on a state.
   *
   * @param rehearsal whether nothing will come of it; then objects keep the revision that they had,
   *     and new ones have none
   */
  Transaction(Snapshot start, boolean rehearsal) {
    this.now = start;
    this.rehearsal = rehearsal;
  }

  /** What there is, with this transaction's changes. */
  public Snapshot now() {
    return now;
  }

  /** Creates or replaces an object. The content must not be changed afterwards. */
  public StoredObject put(Key key, ObjectNode content) {
    Optional<StoredObject> before = now.get(key);
    long revision = rehearsal ? before.map(StoredObject::revision).orElse(0L) : now.revision() + 1;
    StoredObject object = StoredObject.of(key, revision, content);
    made(
        before.isPresent() ? Change.Type.MODIFIED : Change.Type.ADDED,
        object,
        before,
        now.objects().with(key.path(), object));
    return object;
  }

  /** Removes an object and gives its last state, which is this content. */
  public StoredObject remove(Key key, ObjectNode content) {
    StoredObject object = StoredObject.of(key, now.revision() + 1, content);
    made(Change.Type.DELETED, object, now.get(key), now.objects().without(key.path()));
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
    now = new Snapshot(now.revision() + 1, objects);
    made.add(new Made(new Change(type, object, before.orElse(null)), now));
  }

  /** A change and what there was right after it. */
  record Made(Change change, Snapshot after) {}
}
