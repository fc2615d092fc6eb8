package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.store.Derived;
import dev.picket.lab.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roles and bindings as a snapshot has them, indexed. Immutable. */
final class Roles {

  static final String GROUP = "rbac.authorization.k8s.io";
  static final ResourceType CLUSTER_ROLE = BuiltInTypes.get(GROUP, "clusterroles");
  static final ResourceType CLUSTER_ROLE_BINDING = BuiltInTypes.get(GROUP, "clusterrolebindings");
  static final ResourceType ROLE = BuiltInTypes.get(GROUP, "roles");
  static final ResourceType ROLE_BINDING = BuiltInTypes.get(GROUP, "rolebindings");

  /** The roles, by the path of their key. */
  private final Map<RoleKey, List<PolicyRule>> roles = new HashMap<>();

  /** Bindings by namespace; those of clusters under the empty one. */
  private final Map<String, List<Binding>> bindings = new HashMap<>();

  private Roles(List<Part> parts) {
    for (Part each : parts) {
      switch (each) {
        case Role role -> roles.put(role.key(), role.rules());
        case Binding binding ->
            bindings.computeIfAbsent(binding.namespace(), _ -> new ArrayList<>()).add(binding);
      }
    }
  }

  /** Reads them, and again only when one has changed. */
  static Derived<?, Roles> derived() {
    return new Derived<>(
        List.of(
            CLUSTER_ROLE.scope(null),
            ROLE.scope(null),
            CLUSTER_ROLE_BINDING.scope(null),
            ROLE_BINDING.scope(null)),
        Roles::part,
        Roles::new);
  }

  /** The rules of a role; empty when there is no such role. */
  Optional<List<PolicyRule>> rules(String kind, String namespace, String name) {
    String space = kind.equals("ClusterRole") ? "" : namespace;
    return Optional.ofNullable(roles.get(new RoleKey(space, name)));
  }

  /** The bindings of a namespace; those of the cluster for an empty one. */
  List<Binding> bindings(String namespace) {
    return bindings.getOrDefault(namespace, List.of());
  }

  private static Part part(StoredObject object) {
    JsonNode content = object.content();
    String resource = object.key().resource();
    String namespace = object.key().namespace();
    if (resource.equals(CLUSTER_ROLE.resource()) || resource.equals(ROLE.resource())) {
      return new Role(
          new RoleKey(namespace, object.key().name()), PolicyRule.all(content.path("rules")));
    }
    List<Subject> subjects = new ArrayList<>();
    for (JsonNode each : content.path("subjects")) {
      subjects.add(
          new Subject(
              each.path("kind").asText(),
              each.path("namespace").asText(namespace),
              each.path("name").asText()));
    }
    return new Binding(
        namespace,
        object.key().name(),
        content.path("roleRef").path("kind").asText(),
        content.path("roleRef").path("name").asText(),
        List.copyOf(subjects));
  }

  /** A part of the index. */
  sealed interface Part permits Role, Binding {}

  record RoleKey(String namespace, String name) {}

  record Role(RoleKey key, List<PolicyRule> rules) implements Part {}

  /**
   * A binding of a role.
   *
   * @param namespace empty for one of the cluster
   * @param name its own
   * @param roleKind {@code ClusterRole} or {@code Role}
   * @param roleName of the role
   * @param subjects who has it
   */
  record Binding(
      String namespace, String name, String roleKind, String roleName, List<Subject> subjects)
      implements Part {

    /** The subject that is the requester; empty when none is. */
    Optional<Subject> subject(Requester requester) {
      return subjects.stream().filter(each -> each.is(requester)).findFirst();
    }
  }

  /**
   * Whom a role is bound to.
   *
   * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
   * @param namespace of a service account
   * @param name of it
   */
  record Subject(String kind, String namespace, String name) {

    boolean is(Requester requester) {
      return switch (kind) {
        case "User" -> name.equals(requester.name());
        case "Group" -> requester.groups().contains(name);
        case "ServiceAccount" -> requester.name().equals(ServiceAccounts.userName(namespace, name));
        default -> false;
      };
    }

    /** As reasons name it. */
    String shown() {
      return kind + " \"" + name + (kind.equals("ServiceAccount") ? "/" + namespace : "") + "\"";
    }
  }
}
