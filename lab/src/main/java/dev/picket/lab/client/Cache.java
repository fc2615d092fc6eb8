package dev.picket.lab.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a kind as a list and a watch told them, and as this process's own writes left
 * them: whoever wrote sees it at once, though the watch has yet to tell it. Objects in it are
 * shared and must not be changed. Safe for use by many threads.
 */
public final class Cache {

  private final ResourceType type;
  private final List<CacheListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, ObjectNode>> spaces = new TreeMap<>();
  private final Map<String, Map<NamespacedName, ObjectNode>> owned = new HashMap<>();

  /** Uids of what this process removed before the watch told so. */
  private final Set<String> removed = new HashSet<>();

  private long told;

  public Cache(ResourceType type) {
    this.type = type;
  }

  public ResourceType type() {
    return type;
  }

  /** Adds a listener, which is told of every later change, one after the other. */
  public void listen(CacheListener listener) {
    listeners.add(listener);
  }

  public synchronized Optional<ObjectNode> get(NamespacedName name) {
    return Optional.ofNullable(spaces.getOrDefault(name.namespace(), Map.of()).get(name.name()));
  }

  /** Those in a namespace, by name. */
  public synchronized List<ObjectNode> in(String namespace) {
    return List.copyOf(spaces.getOrDefault(namespace, Map.of()).values());
  }

  /** All, by namespace and name. */
  public synchronized List<ObjectNode> all() {
    return spaces.values().stream().map(Map::values).flatMap(Collection::stream).toList();
  }

  /** Those that an owner controls. */
  public synchronized List<ObjectNode> controlledBy(String uid) {
    return List.copyOf(owned.getOrDefault(uid, Map.of()).values());
  }

  /** The revision up to which everything has been told. */
  public synchronized long revision() {
    return told;
  }

  /** Takes what a list answered. */
  synchronized void replace(List<ObjectNode> items, long revision) {
    Map<NamespacedName, ObjectNode> listed = new LinkedHashMap<>();
    Set<String> uids = new HashSet<>();
    for (ObjectNode each : items) {
      listed.put(NamespacedName.of(each), each);
      uids.add(Metadata.uid(each));
    }
    removed.retainAll(uids);
    for (ObjectNode each : all()) {
      boolean gone = !listed.containsKey(NamespacedName.of(each));
      if (gone && Metadata.revision(each) <= revision) {
        remove(each);
      }
    }
    listed.values().forEach(this::putIfNewer);
    told = Math.max(told, revision);
  }

  /** Takes an event of a watch: ADDED, MODIFIED or DELETED. */
  synchronized void event(String event, ObjectNode object) {
    long revision = Metadata.revision(object);
    if (event.equals("DELETED")) {
      removed.remove(Metadata.uid(object));
      get(NamespacedName.of(object))
          .filter(each -> Metadata.uid(each).equals(Metadata.uid(object)))
          .ifPresent(this::remove);
    } else {
      putIfNewer(object);
    }
    told = Math.max(told, revision);
  }

  /** Nothing up to this revision is left untold. */
  synchronized void bookmark(long revision) {
    told = Math.max(told, revision);
  }

  /** Takes what an own write was answered with. */
  synchronized void wrote(ObjectNode object) {
    if (Metadata.revision(object) > told) {
      putIfNewer(object);
    }
  }

  /** Takes an own deletion of what was in the way of nothing. */
  synchronized void removed(NamespacedName name, String uid) {
    Optional<ObjectNode> there =
        get(name).filter(each -> uid.isEmpty() || Metadata.uid(each).equals(uid));
    if (there.isPresent()) {
      removed.add(Metadata.uid(there.get()));
      remove(there.get());
    }
  }

  private void putIfNewer(ObjectNode object) {
    NamespacedName name = NamespacedName.of(object);
    ObjectNode before = get(name).orElse(null);
    boolean older = before != null && Metadata.revision(before) >= Metadata.revision(object);
    if (older || removed.contains(Metadata.uid(object))) {
      return;
    }
    if (before != null) {
      unown(before);
    }
    spaces.computeIfAbsent(name.namespace(), space -> new TreeMap<>()).put(name.name(), object);
    String owner = Metadata.controllerUid(object);
    if (!owner.isEmpty()) {
      owned.computeIfAbsent(owner, uid -> new TreeMap<>()).put(name, object);
    }
    tell(before, object);
  }

  private void remove(ObjectNode object) {
    NamespacedName name = NamespacedName.of(object);
    Map<String, ObjectNode> space = spaces.getOrDefault(name.namespace(), new TreeMap<>());
    space.remove(name.name());
    if (space.isEmpty()) {
      spaces.remove(name.namespace());
    }
    unown(object);
    tell(object, null);
  }

  private void unown(ObjectNode object) {
    String owner = Metadata.controllerUid(object);
    Map<NamespacedName, ObjectNode> children = owned.get(owner);
    if (children != null) {
      children.remove(NamespacedName.of(object));
      if (children.isEmpty()) {
        owned.remove(owner);
      }
    }
  }

  private void tell(@Nullable ObjectNode before, @Nullable ObjectNode after) {
    for (CacheListener each : new ArrayList<>(listeners)) {
      each.changed(type, before, after);
    }
  }
}
