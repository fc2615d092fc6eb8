package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.observation.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What all findings of a report have in common.
 *
 * @param resource the workload that the report is about
 * @param container of the workload; empty when the report does not say
 * @param repository of the image, without the registry
 * @param about what each finding's details say of the image; not to be changed
 */
record TrivyReport(
    String source,
    Resource resource,
    String container,
    String repository,
    ObjectNode about,
    Instant observedAt) {

  private static final String LABEL = "trivy-operator.";

  /** So that a workload's group does not depend on whether the report has an owner. */
  private static final Map<String, String> API_VERSIONS =
      Map.of(
          "Pod", "v1",
          "ReplicationController", "v1",
          "Node", "v1",
          "ReplicaSet", "apps/v1",
          "Deployment", "apps/v1",
          "StatefulSet", "apps/v1",
          "DaemonSet", "apps/v1",
          "Job", "batch/v1",
          "CronJob", "batch/v1");

  static TrivyReport of(String source, JsonNode object, Instant observedAt) {
    JsonNode metadata = object.path("metadata");
    JsonNode report = object.path("report");
    String container = text(metadata.path("labels"), LABEL + "container.name");
    ObjectNode about = JsonNodeFactory.instance.objectNode();
    about.put("report", text(metadata, "name"));
    if (!container.isEmpty()) {
      about.put("container", container);
    }
    copy(about, "artifact", report, "repository", "tag", "digest", "mimeType");
    copy(about, "registry", report, "server");
    copy(about, "os", report, "family", "name", "eosl");
    return new TrivyReport(
        source,
        resource(object),
        container,
        Texts.clean(Texts.of(report.path("artifact").path("repository"))),
        about,
        observedAt);
  }

  /**
   * The workload by the operator's labels. A name that is too long for a label is in an annotation,
   * with its hash in {@code trivy-operator.resource.name-hash}. Failing labels it is the owner, and
   * failing that the report itself: then at least two reports are not taken for one.
   */
  private static Resource resource(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    JsonNode labels = metadata.path("labels");
    String kind = text(labels, LABEL + "resource.kind");
    String name = text(labels, LABEL + "resource.name");
    if (name.isEmpty()) {
      name = text(metadata.path("annotations"), LABEL + "resource.name");
    }
    String namespace =
        labels.has(LABEL + "resource.namespace")
            ? text(labels, LABEL + "resource.namespace")
            : text(metadata, "namespace");
    if (!kind.isEmpty() && !name.isEmpty()) {
      return new Resource(apiVersion(metadata, kind, name), kind, namespace, name);
    }
    return owner(metadata, text(object, "apiVersion"), text(object, "kind"));
  }

  private static String apiVersion(JsonNode metadata, String kind, String name) {
    String known = API_VERSIONS.get(kind);
    if (known != null) {
      return known;
    }
    for (JsonNode owner : metadata.path("ownerReferences")) {
      if (text(owner, "kind").equals(kind) && text(owner, "name").equals(name)) {
        return text(owner, "apiVersion");
      }
    }
    return "";
  }

  private static Resource owner(JsonNode metadata, String apiVersion, String kind) {
    String namespace = text(metadata, "namespace");
    for (JsonNode owner : metadata.path("ownerReferences")) {
      String ownerKind = text(owner, "kind");
      String ownerName = text(owner, "name");
      if (owner.path("controller").asBoolean() && !ownerKind.isEmpty() && !ownerName.isEmpty()) {
        return new Resource(text(owner, "apiVersion"), ownerKind, namespace, ownerName);
      }
    }
    return new Resource(apiVersion, kind, namespace, text(metadata, "name"));
  }

  private static void copy(ObjectNode about, String part, JsonNode report, String... fields) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (String field : List.of(fields)) {
      String value = text(report.path(part), field);
      if (!value.isEmpty()) {
        copy.put(field, value);
      }
    }
    if (!copy.isEmpty()) {
      about.set(part, copy);
    }
  }

  private static String text(JsonNode object, String field) {
    return Texts.cut(Texts.clean(Texts.of(object.path(field))).strip(), Texts.NAME_CHARS);
  }
}
