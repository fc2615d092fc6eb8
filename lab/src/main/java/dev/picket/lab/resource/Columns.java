package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The columns in which tables show objects, as Kubernetes 1.33 has them. */
final class Columns {

  /** The columns of a custom resource that names none. */
  private static final List<Column> CUSTOM_DEFAULT =
      List.of(
          Cells.NAME,
          new Column(
              "Age",
              "date",
              "",
              "How long it has been there",
              0,
              custom("date", CellPath.parse(".metadata.creationTimestamp"))));

  /** The columns of a built-in kind without any of its own. */
  private static final List<Column> DEFAULT = List.of(Cells.NAME, Cells.CREATED);

  private Columns() {}

  /** The columns of a built-in kind. */
  static List<Column> of(String group, String kind) {
    return switch (kind) {
      case "Pod" -> PodCells.COLUMNS;
      case "Deployment" -> WorkloadCells.deployment();
      case "ReplicaSet" -> WorkloadCells.replicaSet();
      case "ReplicationController" -> WorkloadCells.replicationController();
      case "StatefulSet" -> WorkloadCells.statefulSet();
      case "DaemonSet" -> WorkloadCells.daemonSet();
      case "Job" -> WorkloadCells.job();
      case "CronJob" -> WorkloadCells.cronJob();
      case "PodTemplate" -> WorkloadCells.podTemplate();
      case "ControllerRevision" -> WorkloadCells.controllerRevision();
      case "PodDisruptionBudget" -> WorkloadCells.disruptionBudget();
      case "HorizontalPodAutoscaler" -> WorkloadCells.autoscaler();
      case "Service" -> NetworkCells.service();
      case "Endpoints" -> NetworkCells.endpoints();
      case "EndpointSlice" -> NetworkCells.endpointSlice();
      case "Ingress" -> NetworkCells.ingress();
      case "IngressClass" -> NetworkCells.ingressClass();
      case "NetworkPolicy" -> NetworkCells.networkPolicy();
      default -> others(kind);
    };
  }

  private static List<Column> others(String kind) {
    return switch (kind) {
      case "Node" -> ClusterCells.node();
      case "Namespace" -> ClusterCells.namespace();
      case "Event" -> ClusterCells.event();
      case "ResourceQuota" -> ClusterCells.resourceQuota();
      case "Lease" -> ClusterCells.lease();
      case "PriorityClass" -> ClusterCells.priorityClass();
      case "RuntimeClass" -> ClusterCells.runtimeClass();
      case "FlowSchema" -> ClusterCells.flowSchema();
      case "PriorityLevelConfiguration" -> ClusterCells.priorityLevel();
      case "ConfigMap" -> AccessCells.configMap();
      case "Secret" -> AccessCells.secret();
      case "ServiceAccount" -> AccessCells.serviceAccount();
      case "RoleBinding", "ClusterRoleBinding" -> AccessCells.binding();
      case "CertificateSigningRequest" -> AccessCells.signingRequest();
      case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration" ->
          AccessCells.webhooks();
      case "ValidatingAdmissionPolicy" -> AccessCells.policy();
      case "ValidatingAdmissionPolicyBinding" -> AccessCells.policyBinding();
      case "PersistentVolume" -> StorageCells.volume();
      case "PersistentVolumeClaim" -> StorageCells.volumeClaim();
      case "StorageClass" -> StorageCells.storageClass();
      case "CSIDriver" -> StorageCells.driver();
      case "CSINode" -> StorageCells.storageNode();
      case "CSIStorageCapacity" -> StorageCells.capacity();
      case "VolumeAttachment" -> StorageCells.attachment();
      default -> DEFAULT;
    };
  }

  /** The columns that a custom resource declares. */
  static List<Column> custom(JsonNode declared) {
    if (declared.isEmpty()) {
      return CUSTOM_DEFAULT;
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Cells.NAME);
    for (JsonNode each : declared) {
      String type = each.path("type").asText("string");
      String path = each.path("jsonPath").asText();
      columns.add(
          new Column(
              each.path("name").asText(),
              type,
              each.path("format").asText(),
              Cells.or(
                  each.path("description"),
                  "Custom resource definition column (in JSONPath format): " + path),
              each.path("priority").asInt(),
              custom(type, CellPath.parse(path))));
    }
    return List.copyOf(columns);
  }

  private static Column.Cell custom(String type, CellPath path) {
    return (object, now) -> {
      JsonNode value = path.select(object);
      if (value.isNull() && type.equals("string")) {
        return TextNode.valueOf("<no value>");
      }
      return value.isMissingNode() ? NullNode.getInstance() : custom(type, value, now);
    };
  }

  /** A value that is not of the column's type shows nothing. */
  private static JsonNode custom(String type, JsonNode value, Instant now) {
    JsonNode nothing = NullNode.getInstance();
    return switch (type) {
      case "integer" -> value.isNumber() ? LongNode.valueOf(value.asLong()) : nothing;
      case "number" -> value.isNumber() ? value : nothing;
      case "boolean" -> value.isBoolean() ? value : nothing;
      case "date" -> value.isTextual() ? date(value.asText(), now) : nothing;
      default -> TextNode.valueOf(value.isContainerNode() ? value.toString() : value.asText());
    };
  }

  private static JsonNode date(String time, Instant now) {
    return TextNode.valueOf(Ages.since(time, now));
  }
}
