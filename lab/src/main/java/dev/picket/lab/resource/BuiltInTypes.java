package dev.picket.lab.resource;

import dev.picket.lab.resource.ResourceType.Updates;
import java.util.List;
import java.util.Locale;

/** The resources that are there from the start. */
public final class BuiltInTypes {

  private static final Column NAME = Column.text("Name", ".metadata.name");
  private static final Column AGE =
      new Column("Age", "date", "Age", 0, CellPath.parse(".metadata.creationTimestamp"));

  public static final ResourceType NAMESPACE =
      type(
          "/v1",
          "namespaces",
          "Namespace",
          false,
          List.of("ns"),
          Updates.UNCONDITIONAL,
          true,
          List.of(NAME, Column.text("Status", ".status.phase"), AGE));

  public static final ResourceType DEFINITION =
      type(
          "apiextensions.k8s.io/v1",
          "customresourcedefinitions",
          "CustomResourceDefinition",
          false,
          List.of("crd", "crds"),
          Updates.CONDITIONAL,
          true,
          List.of(NAME, Column.text("Created At", ".metadata.creationTimestamp")));

  static final ResourceType CONFIG_MAP =
      type(
          "/v1",
          "configmaps",
          "ConfigMap",
          true,
          List.of("cm"),
          Updates.UNCONDITIONAL,
          false,
          List.of(NAME, Column.text("Data", ".data.#"), AGE));

  static final ResourceType SECRET =
      type(
          "/v1",
          "secrets",
          "Secret",
          true,
          List.of(),
          Updates.UNCONDITIONAL,
          false,
          List.of(NAME, Column.text("Type", ".type"), Column.text("Data", ".data.#"), AGE));

  static final ResourceType SERVICE_ACCOUNT =
      type(
          "/v1",
          "serviceaccounts",
          "ServiceAccount",
          true,
          List.of("sa"),
          Updates.UNCONDITIONAL,
          false,
          List.of(NAME, Column.text("Secrets", ".secrets.#"), AGE));

  static final ResourceType EVENT =
      type(
          "/v1",
          "events",
          "Event",
          true,
          List.of("ev"),
          Updates.UNCONDITIONAL,
          false,
          List.of(
              new Column("Last Seen", "date", "Last Seen", 0, CellPath.parse(".lastTimestamp")),
              Column.text("Type", ".type"),
              Column.text("Reason", ".reason"),
              Column.text("Object", ".involvedObject.name"),
              Column.text("Message", ".message")));

  static final ResourceType LEASE =
      type(
          "coordination.k8s.io/v1",
          "leases",
          "Lease",
          true,
          List.of(),
          Updates.CONDITIONAL_OR_CREATE,
          false,
          List.of(NAME, Column.text("Holder", ".spec.holderIdentity"), AGE));

  public static final List<ResourceType> ALL =
      List.of(CONFIG_MAP, EVENT, NAMESPACE, SECRET, SERVICE_ACCOUNT, LEASE, DEFINITION);

  /** The columns of a custom resource that names none. */
  static final List<Column> DEFAULT_COLUMNS = List.of(NAME, AGE);

  private BuiltInTypes() {}

  static Column name() {
    return NAME;
  }

  private static ResourceType type(
      String groupVersion,
      String plural,
      String kind,
      boolean namespaced,
      List<String> shortNames,
      Updates updates,
      boolean status,
      List<Column> columns) {
    int slash = groupVersion.indexOf('/');
    String version = groupVersion.substring(slash + 1);
    return new ResourceType(
        groupVersion.substring(0, slash),
        version,
        version,
        plural,
        kind.toLowerCase(Locale.ROOT),
        kind,
        kind + "List",
        namespaced,
        shortNames,
        kind.equals("CustomResourceDefinition") ? List.of("api-extensions") : List.of(),
        updates,
        status,
        false,
        null,
        columns);
  }
}
