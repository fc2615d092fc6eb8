package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.FieldProblem.Reason;
import dev.picket.lab.resource.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is wrong with the metadata of an object of any kind. */
public final class MetadataChecks {

  private static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;
  private static final Set<String> FINALIZERS =
      Set.of("foregroundDeletion", "orphan", "kubernetes");
  private static final Set<String> PATH_SEGMENTS =
      Set.of(
          "roles.rbac.authorization.k8s.io",
          "clusterroles.rbac.authorization.k8s.io",
          "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io",
          "flowschemas.flowcontrol.apiserver.k8s.io",
          "certificatesigningrequests.certificates.k8s.io");

  private MetadataChecks() {}

  /** What is wrong with the metadata; empty when nothing is. */
  public static List<FieldProblem> check(ResourceType type, ObjectNode object) {
    Problems problems = new Problems();
    JsonNode metadata = object.path("metadata");
    name(problems, type, metadata);
    labels(problems, "metadata.labels", metadata.path("labels"));
    annotations(problems, "metadata.annotations", metadata.path("annotations"));
    finalizers(problems, metadata.path("finalizers"), standard(type));
    owners(problems, metadata.path("ownerReferences"));
    return problems.found();
  }

  private static void name(Problems problems, ResourceType type, JsonNode metadata) {
    String name = metadata.path("name").asText();
    if (name.isEmpty()) {
      problems.required("metadata.name", "name or generateName is required");
      return;
    }
    problems.format("metadata.name", name, name(type, name));
  }

  /** What is against a name for an object of the resource. */
  private static List<String> name(ResourceType type, String name) {
    if (PATH_SEGMENTS.contains(type.resource())) {
      return Formats.pathSegment(name);
    }
    return switch (type.resource()) {
      case "namespaces" -> Formats.label(name);
      case "services" -> Formats.serviceName(name);
      default -> Formats.subdomain(name);
    };
  }

  static void labels(Problems problems, String path, JsonNode labels) {
    for (Map.Entry<String, JsonNode> each : labels.properties()) {
      problems.format(path, each.getKey(), Formats.qualifiedName(each.getKey()));
      String value = each.getValue().asText();
      problems.format(path, value, Formats.labelValue(value));
    }
  }

  static void annotations(Problems problems, String path, JsonNode annotations) {
    long bytes = 0;
    for (Map.Entry<String, JsonNode> each : annotations.properties()) {
      String lower = each.getKey().toLowerCase(Locale.ROOT);
      Formats.qualifiedName(lower).forEach(why -> problems.invalid(path, each.getKey(), why));
      bytes += length(each.getKey()) + length(each.getValue().asText());
    }
    if (bytes > ANNOTATIONS_BYTES_MAX) {
      problems.tooLong(path, "must have at most " + ANNOTATIONS_BYTES_MAX + " bytes");
    }
  }

  private static long length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether finalizers without a domain must be ones that Kubernetes knows. */
  private static boolean standard(ResourceType type) {
    return !type.custom() && !type.group().equals("apiextensions.k8s.io");
  }

  private static void finalizers(Problems problems, JsonNode finalizers, boolean standard) {
    boolean orphan = false;
    boolean foreground = false;
    for (int index = 0; index < finalizers.size(); index++) {
      String name = finalizers.get(index).asText();
      problems.format("metadata.finalizers", name, Formats.qualifiedName(name));
      if (standard && !name.contains("/") && !FINALIZERS.contains(name)) {
        problems.invalid(
            "metadata.finalizers[" + index + "]",
            name,
            "name is neither a standard finalizer name nor is it fully qualified");
      }
      orphan |= name.equals("orphan");
      foreground |= name.equals("foregroundDeletion");
    }
    if (orphan && foreground) {
      problems.invalid(
          "metadata.finalizers",
          finalizers,
          "finalizer orphan and foregroundDeletion cannot be both set");
    }
  }

  private static void owners(Problems problems, JsonNode references) {
    String controller = "";
    for (int index = 0; index < references.size(); index++) {
      JsonNode each = references.get(index);
      owner(problems, each);
      if (each.path("controller").asBoolean()) {
        String named = each.path("kind").asText() + "/" + each.path("name").asText();
        if (!controller.isEmpty()) {
          problems.add(
              new FieldProblem(
                  Reason.INVALID,
                  "metadata.ownerReferences",
                  ("Invalid value: %s: Only one reference can have Controller set to true. Found"
                          + " \"true\" in references for %s and %s")
                      .formatted(references, controller, named)));
        }
        controller = named;
      }
    }
  }

  private static void owner(Problems problems, JsonNode reference) {
    String path = "metadata.ownerReferences";
    String apiVersion = reference.path("apiVersion").asText();
    if (apiVersion.isEmpty()) {
      problems.invalid(path + ".apiVersion", apiVersion, "version must not be empty");
    }
    for (String field : List.of("kind", "name", "uid")) {
      if (reference.path(field).asText().isEmpty()) {
        problems.invalid(path + "." + field, "", field + " must not be empty");
      }
    }
  }
}
