package dev.picket.lab.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cache for each of several kinds, told of this process's own writes, too. */
public final class Caches implements WriteListener {

  private final Map<String, Cache> caches = new LinkedHashMap<>();

  public Caches(Collection<ResourceType> types) {
    types.forEach(type -> caches.put(type.resource(), new Cache(type)));
  }

  /**
   * The cache of a kind.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Cache of(ResourceType type) {
    Cache cache = caches.get(type.resource());
    if (cache == null) {
      throw new IllegalArgumentException("no cache of " + type.resource());
    }
    return cache;
  }

  /** All, in the order in which their kinds were named. */
  public List<Cache> all() {
    return List.copyOf(caches.values());
  }

  @Override
  public void wrote(ResourceType type, ObjectNode object) {
    Cache cache = caches.get(type.resource());
    if (cache != null) {
      cache.wrote(object);
    }
  }

  @Override
  public void removed(ResourceType type, NamespacedName name, String uid) {
    Cache cache = caches.get(type.resource());
    if (cache != null) {
      cache.removed(name, uid);
    }
  }
}
