package dev.picket.lab.api;

import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.Scope;
import dev.picket.lab.store.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path under {@code /api/v1} or {@code /apis/<group>/<version>} names.
 *
 * @param type the resource
 * @param namespace null when the path has none
 * @param name null for the collection
 * @param subresource of the object, such as {@code status}; empty for the object itself
 */
record Target(
    ResourceType type, @Nullable String namespace, @Nullable String name, String subresource) {

  /**
   * Reads what follows group and version.
   *
   * @throws StatusException 404 when there is no such resource
   */
  static Target of(
      TypeRegistry types, Snapshot snapshot, String group, String version, List<String> rest) {
    boolean inNamespace = rest.size() > 2 && rest.get(0).equals("namespaces");
    if (inNamespace
        && group.isEmpty()
        && BuiltInTypes.NAMESPACE.subresources().contains(rest.get(2))) {
      inNamespace = false;
    }
    List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
    ResourceType type =
        types.find(snapshot, group, version, own.get(0)).orElseThrow(StatusException::nothingHere);
    String namespace = inNamespace ? rest.get(1) : null;
    String subresource = own.size() == 3 ? own.get(2) : "";
    boolean known = subresource.isEmpty() || type.subresources().contains(subresource);
    if (own.size() > 3 || !known || (inNamespace && !type.namespaced())) {
      throw StatusException.nothingHere();
    }
    String name = own.size() > 1 ? own.get(1) : null;
    if (name != null && namespace == null && type.namespaced()) {
      throw StatusException.nothingHere();
    }
    return new Target(type, namespace, name, subresource);
  }

  /** Whether it is the object's status. */
  boolean status() {
    return subresource.equals("status");
  }

  Scope scope() {
    return type.scope(namespace);
  }

  /** The namespace, or an empty text for what is in none. */
  String space() {
    return namespace == null ? "" : namespace;
  }

  /** The object's key; only for targets with a name. */
  Key key() {
    return type.key(space(), requiredName());
  }

  String requiredName() {
    if (name == null) {
      throw new IllegalStateException("the target is a collection");
    }
    return name;
  }
}
