package dev.picket.lab.resource;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What Kubernetes calls schemas in its OpenAPI documents. */
final class SchemaNames {

  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

  private SchemaNames() {}

  /** Of a shape such as {@code core.v1.PodSpec}. */
  static String ofShape(String shape) {
    if (shape.startsWith("meta.v1.")) {
      return META + shape.substring("meta.v1.".length());
    }
    return shape.startsWith("apiextensions.")
        ? "io.k8s.apiextensions-apiserver.pkg.apis." + shape
        : "io.k8s.api." + shape;
  }

  /** Of a kind, built in or custom. */
  static String ofType(ResourceType type) {
    return type.shape()
        .map(shape -> ofShape(shape.name()))
        .orElseGet(() -> reversed(type.group()) + "." + type.version() + "." + type.kind());
  }

  /** Of a kind's lists. */
  static String ofList(ResourceType type) {
    String name = ofType(type);
    return name.substring(0, name.length() - type.kind().length()) + type.listKind();
  }

  /** Of a scalar that has a schema of its own; empty for the others. */
  static String ofScalar(String type) {
    return switch (type) {
      case "time" -> META + "Time";
      case "microtime" -> META + "MicroTime";
      case "duration" -> META + "Duration";
      case "fields" -> META + "FieldsV1";
      case "quantity" -> "io.k8s.apimachinery.pkg.api.resource.Quantity";
      case "int-or-string" -> "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
      case "raw" -> "io.k8s.apimachinery.pkg.runtime.RawExtension";
      case "json" -> "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON";
      default -> "";
    };
  }

  private static String reversed(String group) {
    List<String> parts = Arrays.asList(group.split("\\.", -1));
    Collections.reverse(parts);
    return String.join(".", parts);
  }
}
