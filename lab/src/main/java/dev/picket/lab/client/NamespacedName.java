package dev.picket.lab.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where an object is among those of its kind.
 *
 * @param namespace empty for what is in none
 * @param name of the object
 */
public record NamespacedName(String namespace, String name) implements Comparable<NamespacedName> {

  public static NamespacedName of(JsonNode object) {
    return new NamespacedName(Metadata.namespace(object), Metadata.name(object));
  }

  @Override
  public int compareTo(NamespacedName other) {
    int spaces = namespace.compareTo(other.namespace);
    return spaces != 0 ? spaces : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
