package dev.picket.lab.resource;

import java.util.List;

/**
 * What a subresource takes and gives.
 *
 * @param name as in paths
 * @param group of its kind
 * @param version of its kind
 * @param kind that it shows
 * @param verbs that it has
 */
public record Subresource(
    String name, String group, String version, String kind, List<String> verbs) {

  private static final List<String> CHANGED = List.of("get", "patch", "update");

  /** One of a resource's. */
  public static Subresource of(ResourceType type, String name) {
    return switch (name) {
      case "scale" -> new Subresource(name, "autoscaling", "v1", "Scale", CHANGED);
      case "eviction" -> new Subresource(name, "policy", "v1", "Eviction", List.of("create"));
      case "binding" -> new Subresource(name, "", "v1", "Binding", List.of("create"));
      case "token" ->
          new Subresource(name, "authentication.k8s.io", "v1", "TokenRequest", List.of("create"));
      case "finalize" -> own(type, name, List.of("update"));
      default -> own(type, name, CHANGED);
    };
  }

  /** The subresources of a resource, by name. */
  public static List<Subresource> all(ResourceType type) {
    return type.subresources().stream().sorted().map(each -> of(type, each)).toList();
  }

  private static Subresource own(ResourceType type, String name, List<String> verbs) {
    return new Subresource(name, type.group(), type.version(), type.kind(), verbs);
  }

  /** Whether it shows the kind of its resource. */
  public boolean ownKind(ResourceType type) {
    return kind.equals(type.kind()) && group.equals(type.group()) && version.equals(type.version());
  }
}
