package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource in one of its versions.
 *
 * @param group empty for the core group
 * @param version as in paths
 * @param storageVersion the version that objects are kept in
 * @param plural as in paths
 * @param singular as in commands
 * @param kind of its objects
 * @param listKind of its lists
 * @param namespaced whether its objects are in namespaces
 * @param shortNames further names in commands
 * @param categories names of groups of resources in commands
 * @param updates what a PUT needs
 * @param status whether the status is a subresource
 * @param custom whether a CustomResourceDefinition made it
 * @param schema of a custom resource as its definition has it; null when there is none
 * @param columns of tables
 */
public record ResourceType(
    String group,
    String version,
    String storageVersion,
    String plural,
    String singular,
    String kind,
    String listKind,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    Updates updates,
    boolean status,
    boolean custom,
    @Nullable ObjectNode schema,
    List<Column> columns) {

  /** What a PUT needs. */
  public enum Updates {
    /** It may leave out the revision, and then replaces whatever there is. */
    UNCONDITIONAL,
    /** It names the revision that it replaces. */
    CONDITIONAL,
    /** It names the revision that it replaces, and creates what does not exist. */
    CONDITIONAL_OR_CREATE
  }

  /** Plural and group, as error messages and the store name it. */
  public String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public String apiVersion() {
    return apiVersion(version);
  }

  public String storageApiVersion() {
    return apiVersion(storageVersion);
  }

  public Key key(String namespace, String name) {
    return new Key(resource(), namespaced ? namespace : "", name);
  }

  /**
   * The objects of one namespace or of all.
   *
   * @param namespace null for all
   */
  public Scope scope(@Nullable String namespace) {
    return new Scope(resource(), namespaced ? namespace : null);
  }

  private String apiVersion(String ofVersion) {
    return group.isEmpty() ? ofVersion : group + "/" + ofVersion;
  }
}
