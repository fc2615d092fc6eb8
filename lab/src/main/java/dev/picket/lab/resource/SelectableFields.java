package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which fields of which resources field selectors may name, besides names and namespaces. */
final class SelectableFields {

  static final String NAME = "metadata.name";
  static final String NAMESPACE = "metadata.namespace";

  private static final Map<String, Map<String, Field>> BUILT_IN =
      Map.ofEntries(
          Map.entry("pods", pods()),
          Map.entry("nodes", Map.of("spec.unschedulable", flag("/spec/unschedulable"))),
          Map.entry("events", events("involvedObject", "reportingComponent")),
          Map.entry("events.events.k8s.io", events("regarding", "reportingController")),
          Map.entry("namespaces", Map.of("status.phase", text("/status/phase"))),
          Map.entry("secrets", Map.of("type", text("/type"))),
          Map.entry(
              "services",
              Map.of("spec.clusterIP", text("/spec/clusterIP"), "spec.type", text("/spec/type"))),
          Map.entry("replicationcontrollers", Map.of("status.replicas", count("/status/replicas"))),
          Map.entry("replicasets.apps", Map.of("status.replicas", count("/status/replicas"))),
          Map.entry("jobs.batch", Map.of("status.successful", count("/status/succeeded"))),
          Map.entry("cronjobs.batch", Map.of()),
          Map.entry(
              "certificatesigningrequests.certificates.k8s.io",
              Map.of("spec.signerName", text("/spec/signerName"))));

  private SelectableFields() {}

  /**
   * What a field is in an object as it is kept; empty for names and namespaces.
   *
   * @throws StatusException 400 when the resource has no such field for selectors
   */
  static Optional<Field> find(ResourceType type, String label) {
    boolean own = BUILT_IN.containsKey(type.resource()) || type.custom();
    boolean spaced = type.namespaced() || !own;
    if (label.equals(NAME) || (label.equals(NAMESPACE) && spaced)) {
      return Optional.empty();
    }
    Field field =
        type.custom()
            ? custom(type, label)
            : BUILT_IN.getOrDefault(type.resource(), Map.of()).get(label);
    if (field == null) {
      throw StatusException.badRequest(refusal(type, label, own));
    }
    return Optional.of(field);
  }

  private static String refusal(ResourceType type, String label, boolean own) {
    return switch (type.resource()) {
      case "jobs.batch" -> "field label \"" + label + "\" not supported for batchv1.Job";
      case "cronjobs.batch" -> "field label \"" + label + "\" not supported for \"CronJob\"";
      case "replicasets.apps" -> unknown(label);
      default -> own ? "field label not supported: " + label : unknown(label);
    };
  }

  private static String unknown(String label) {
    return "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        .formatted(label);
  }

  private static @Nullable Field custom(ResourceType type, String label) {
    JsonNode definition = type.definition();
    if (definition == null) {
      return null;
    }
    for (JsonNode each : definition.path("selectableFields")) {
      String path = each.path("jsonPath").asText("");
      if (path.equals("." + label)) {
        return new Field(List.of(path(path, "\\.")), "");
      }
    }
    return null;
  }

  private static Map<String, Field> pods() {
    return Map.ofEntries(
        Map.entry("spec.nodeName", text("/spec/nodeName")),
        Map.entry("spec.host", text("/spec/nodeName")),
        Map.entry("spec.restartPolicy", text("/spec/restartPolicy")),
        Map.entry("spec.schedulerName", text("/spec/schedulerName")),
        Map.entry("spec.serviceAccountName", text("/spec/serviceAccountName")),
        Map.entry("spec.hostNetwork", flag("/spec/hostNetwork")),
        Map.entry("status.phase", text("/status/phase")),
        Map.entry("status.podIP", text("/status/podIP")),
        Map.entry("status.podIPs", new Field(List.of(), "")),
        Map.entry("status.nominatedNodeName", text("/status/nominatedNodeName")));
  }

  /** Of events as they are kept, which is as core/v1 has them. */
  private static Map<String, Field> events(String object, String controller) {
    Map<String, Field> fields = new HashMap<>();
    for (String each :
        new String[] {
          "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"
        }) {
      fields.put(object + "." + each, text("/involvedObject/" + each));
    }
    fields.put("reason", text("/reason"));
    fields.put("type", text("/type"));
    fields.put(controller, text("/reportingComponent"));
    if (object.equals("involvedObject")) {
      fields.put(
          "source",
          new Field(List.of(path("/source/component", "/"), path("/reportingComponent", "/")), ""));
    }
    return Map.copyOf(fields);
  }

  private static Field text(String pointer) {
    return new Field(List.of(path(pointer, "/")), "");
  }

  private static Field flag(String pointer) {
    return new Field(List.of(path(pointer, "/")), "false");
  }

  private static Field count(String pointer) {
    return new Field(List.of(path(pointer, "/")), "0");
  }

  /** The names of a path that begins with its separator. */
  private static List<String> path(String text, String separator) {
    return Arrays.asList(text.substring(1).split(separator, -1));
  }

  /**
   * Where a field's value is.
   *
   * @param places of which the first that has a value counts
   * @param otherwise its value when none has
   */
  record Field(List<List<String>> places, String otherwise) {}
}
