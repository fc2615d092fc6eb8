package dev.picket.lab.store;

import org.jspecify.annotations.Nullable;

/**
 * A set of keys that lie side by side: all of one resource, or those of one namespace.
 *
 * @param resource plural and group; empty for every one
 * @param namespace null for all of them
 */
public record Scope(String resource, @Nullable String namespace) {

  /** Every object there is. */
  public static final Scope EVERYTHING = new Scope("", null);

  public static Scope all(String resource) {
    return new Scope(resource, null);
  }

  String prefix() {
    if (resource.isEmpty()) {
      return "";
    }
    return namespace == null ? resource + "/" : resource + "/" + namespace + "/";
  }

  /** The first text after every key of this scope: '0' follows '/'. */
  String end() {
    if (resource.isEmpty()) {
      return "\uffff";
    }
    String prefix = prefix();
    return prefix.substring(0, prefix.length() - 1) + "0";
  }

  boolean holds(Key key) {
    return resource.isEmpty()
        || (key.resource().equals(resource)
            && (namespace == null || namespace.equals(key.namespace())));
  }
}
