package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.at;
import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What is assumed of pods and pod templates where they say nothing. */
final class PodDefaults {

  private static final int FILE_MODE = 0644;

  private PodDefaults() {}

  /** A template's metadata and specification. */
  static void template(ObjectNode template) {
    object(template, "metadata");
    spec(object(template, "spec"));
  }

  /** The specification of a pod or of a template. */
  static void spec(ObjectNode spec) {
    put(spec, "restartPolicy", "Always");
    put(spec, "terminationGracePeriodSeconds", 30);
    put(spec, "dnsPolicy", "ClusterFirst");
    put(spec, "schedulerName", "default-scheduler");
    object(spec, "securityContext");
    serviceAccount(spec);
    boolean hostNetwork = spec.path("hostNetwork").asBoolean();
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      objects(spec, list).forEach(each -> container(each, hostNetwork));
    }
    objects(spec, "volumes").forEach(PodDefaults::volume);
  }

  /** What is assumed of pods, but not of templates. */
  static void pod(ObjectNode spec) {
    put(spec, "enableServiceLinks", true);
    for (String list : List.of("initContainers", "containers")) {
      objects(spec, list).forEach(PodDefaults::requests);
    }
  }

  /** The older name of the field means the same. */
  private static void serviceAccount(ObjectNode spec) {
    if (spec.path("serviceAccountName").isTextual()) {
      spec.set("serviceAccount", spec.get("serviceAccountName"));
    } else if (spec.path("serviceAccount").isTextual()) {
      spec.set("serviceAccountName", spec.get("serviceAccount"));
    }
  }

  private static void container(ObjectNode container, boolean hostNetwork) {
    put(container, "imagePullPolicy", pullPolicy(container.path("image").asText()));
    put(container, "terminationMessagePath", "/dev/termination-log");
    put(container, "terminationMessagePolicy", "File");
    object(container, "resources");
    for (ObjectNode port : objects(container, "ports")) {
      put(port, "protocol", "TCP");
      if (hostNetwork) {
        put(port, "hostPort", port.path("containerPort").asInt());
      }
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      at(container, probe).forEach(PodDefaults::probe);
    }
    for (String moment : List.of("postStart", "preStop")) {
      at(container, "lifecycle", moment).forEach(PodDefaults::handler);
    }
    for (ObjectNode variable : objects(container, "env")) {
      at(variable, "valueFrom", "fieldRef").forEach(each -> put(each, "apiVersion", "v1"));
      at(variable, "valueFrom", "resourceFieldRef").forEach(each -> put(each, "divisor", "0"));
    }
  }

  /** Images without a version may change, so they are always pulled. */
  private static String pullPolicy(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    boolean moving = !last.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
    return moving ? "Always" : "IfNotPresent";
  }

  private static void probe(ObjectNode probe) {
    put(probe, "timeoutSeconds", 1);
    put(probe, "periodSeconds", 10);
    put(probe, "successThreshold", 1);
    put(probe, "failureThreshold", 3);
    at(probe, "grpc").forEach(grpc -> put(grpc, "service", ""));
    handler(probe);
  }

  private static void handler(ObjectNode handler) {
    for (ObjectNode get : at(handler, "httpGet")) {
      put(get, "path", "/");
      put(get, "scheme", "HTTP");
    }
  }

  private static void requests(ObjectNode container) {
    JsonNode limits = container.path("resources").path("limits");
    if (limits.isEmpty()) {
      return;
    }
    ObjectNode requests = object(object(container, "resources"), "requests");
    for (Map.Entry<String, JsonNode> limit : limits.properties()) {
      put(requests, limit.getKey(), limit.getValue().asText());
    }
  }

  private static void volume(ObjectNode volume) {
    if (volume.size() <= 1) {
      volume.putObject("emptyDir");
    }
    for (String source : List.of("secret", "configMap", "downwardAPI", "projected")) {
      at(volume, source).forEach(each -> put(each, "defaultMode", FILE_MODE));
    }
    at(volume, "hostPath").forEach(each -> put(each, "type", ""));
    at(volume, "downwardAPI").forEach(PodDefaults::files);
    at(volume, "iscsi").forEach(each -> put(each, "iscsiInterface", "default"));
    at(volume, "image").forEach(each -> put(each, "pullPolicy", pullPolicy(text(each))));
    at(volume, "ephemeral", "volumeClaimTemplate")
        .forEach(each -> put(object(each, "spec"), "volumeMode", "Filesystem"));
    for (ObjectNode projected : at(volume, "projected")) {
      for (ObjectNode source : objects(projected, "sources")) {
        at(source, "downwardAPI").forEach(PodDefaults::files);
        at(source, "serviceAccountToken").forEach(each -> put(each, "expirationSeconds", 3600));
      }
    }
  }

  private static String text(ObjectNode image) {
    return image.path("reference").asText();
  }

  private static void files(ObjectNode downward) {
    for (ObjectNode item : objects(downward, "items")) {
      at(item, "fieldRef").forEach(each -> put(each, "apiVersion", "v1"));
      at(item, "resourceFieldRef").forEach(each -> put(each, "divisor", "0"));
    }
  }
}
