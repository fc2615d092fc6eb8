package dev.picket.lab.store;

/**
 * Where an object is.
 *
 * @param resource plural and group, such as {@code leases.coordination.k8s.io} or {@code
 *     configmaps}
 * @param namespace empty for what has none
 * @param name within the namespace
 */
public record Key(String resource, String namespace, String name) {

  /** As texts that sort by resource, then namespace, then name. */
  String path() {
    return resource + "/" + namespace + "/" + name;
  }
}
