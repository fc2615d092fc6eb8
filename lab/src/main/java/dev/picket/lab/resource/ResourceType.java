package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.schema.Shape;
import dev.picket.lab.schema.Shapes;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource in one of its versions.
 *
 * @param group empty for the core group
 * @param version as in paths
 * @param stored where its objects are kept, and in which version
 * @param plural as in paths
 * @param singular as in commands
 * @param kind of its objects
 * @param listKind of its lists
 * @param namespaced whether its objects are in namespaces
 * @param shortNames further names in commands
 * @param categories names of groups of resources in commands
 * @param updates what a PUT needs
 * @param subresources such as {@code status}
 * @param verbs that it has
 * @param definition the version of a CustomResourceDefinition that made it; null for what is built
 *     in
 * @param columns of tables
 * @param structure its schema, read; null for what is built in
 * @param definedAt the revision of the definition that made it; zero for what is built in
 * @param selectableFields fields of custom resources that field selectors may name, such as {@code
 *     spec.color}, and where their values are
 */
public record ResourceType(
    String group,
    String version,
    Stored stored,
    String plural,
    String singular,
    String kind,
    String listKind,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    Updates updates,
    Set<String> subresources,
    List<String> verbs,
    @Nullable ObjectNode definition,
    List<Column> columns,
    @Nullable StructuralSchema structure,
    long definedAt,
    Map<String, CellPath> selectableFields) {

  /** The verbs that a resource has if nothing else is said, in order. */
  public static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /**
   * Where objects are kept, which several resources may share.
   *
   * @param resource plural and group
   * @param apiVersion in which they are kept
   * @param structure the schema of custom resources in that version; null for what is built in
   */
  public record Stored(String resource, String apiVersion, @Nullable StructuralSchema structure) {

    Stored(String resource, String apiVersion) {
      this(resource, apiVersion, null);
    }
  }

  /**
   * What a PUT needs.
   *
   * @param conditional whether it must name the revision that it replaces; otherwise it may
   * @param creates whether it creates what does not exist
   */
  public record Updates(boolean conditional, boolean creates) {

    static final Updates CONDITIONAL = new Updates(true, false);
  }

  /** Plural and group, as error messages name it. */
  public String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Whether its status is a subresource. */
  public boolean status() {
    return subresources.contains("status");
  }

  /** Whether a CustomResourceDefinition made it. */
  public boolean custom() {
    return definition != null;
  }

  /** What people shall be told who use a version that is deprecated. */
  public Optional<String> deprecation() {
    if (definition == null || !definition.path("deprecated").asBoolean()) {
      return Optional.empty();
    }
    String usual = apiVersion() + " " + kind + " is deprecated";
    return Optional.of(definition.path("deprecationWarning").asText(usual));
  }

  /** The fields of a built-in kind. */
  public Optional<Shape> shape() {
    return custom() ? Optional.empty() : Shapes.BUILT_IN.ofKind(group, version, kind);
  }

  /** The schema of a custom resource as its definition has it; null when there is none. */
  public @Nullable ObjectNode schema() {
    return definition != null
            && definition.path("schema").path("openAPIV3Schema") instanceof ObjectNode schema
        ? schema
        : null;
  }

  public Key key(String namespace, String name) {
    return new Key(stored.resource(), namespaced ? namespace : "", name);
  }

  /**
   * The objects of one namespace or of all.
   *
   * @param namespace null for all
   */
  public Scope scope(@Nullable String namespace) {
    return new Scope(stored.resource(), namespaced ? namespace : null);
  }
}
