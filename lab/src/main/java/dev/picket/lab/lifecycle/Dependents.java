package dev.picket.lab.lifecycle;

import dev.picket.lab.store.Key;
import dev.picket.lab.store.StoredObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who depends on whom, by the owners' uids. Used by one thread. */
final class Dependents {

  private final Map<String, Set<Key>> byOwner = new HashMap<>();
  private final Map<Key, List<String>> owners = new HashMap<>();

  /** Learns the owners of an object; true when they differ from what was known. */
  boolean learn(StoredObject object) {
    List<String> now = object.owners();
    List<String> before =
        now.isEmpty() ? owners.remove(object.key()) : owners.put(object.key(), now);
    if (now.equals(before == null ? List.of() : before)) {
      return false;
    }
    if (before != null) {
      before.forEach(each -> forget(each, object.key()));
    }
    now.forEach(
        each -> byOwner.computeIfAbsent(each, _ -> new LinkedHashSet<>()).add(object.key()));
    return true;
  }

  /** Forgets an object that is gone; the uids of its owners. */
  List<String> forget(StoredObject object) {
    List<String> before = owners.remove(object.key());
    if (before == null) {
      return List.of();
    }
    before.forEach(each -> forget(each, object.key()));
    return before;
  }

  /** What depends on the object of a uid. */
  List<Key> of(String uid) {
    return List.copyOf(byOwner.getOrDefault(uid, Set.of()));
  }

  private void forget(String owner, Key key) {
    Set<Key> keys = byOwner.get(owner);
    if (keys != null) {
      keys.remove(key);
      if (keys.isEmpty()) {
        byOwner.remove(owner);
      }
    }
  }
}
