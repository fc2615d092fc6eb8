package dev.picket.lab.store;

import org.jspecify.annotations.Nullable;

/**
 * A set of keys that lie side by side: all of one resource, or those of one namespace.
 *
 * @param resource plural and group
 * @param namespace null for all of them
 */
public record Scope(String resource, @Nullable String namespace) {

  public static Scope all(String resource) {
    return new Scope(resource, null);
  }

  String prefix() {
    return namespace == null ? resource + "/" : resource + "/" + namespace + "/";
  }

  /** The first text after every key of this scope: '0' follows '/'. */
  String end() {
    String prefix = prefix();
    return prefix.substring(0, prefix.length() - 1) + "0";
  }

  boolean holds(Key key) {
    return key.resource().equals(resource)
        && (namespace == null || namespace.equals(key.namespace()));
  }
}
