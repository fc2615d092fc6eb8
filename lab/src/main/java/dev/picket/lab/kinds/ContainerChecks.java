package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with a container. */
final class ContainerChecks {

  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");
  private static final List<String> HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");

  private final Problems problems;
  private final JsonNode container;
  private final String place;
  private final Set<String> volumes;

  /**
   * @param volumes the names of the pod's volumes
   */
  ContainerChecks(Problems problems, JsonNode container, String place, Set<String> volumes) {
    this.problems = problems;
    this.container = container;
    this.place = place;
    this.volumes = volumes;
  }

  /**
   * Looks at all of it.
   *
   * @param list in which it stands, such as {@code initContainers}
   */
  void check(String list) {
    String name = container.path("name").asText();
    if (name.isEmpty()) {
      problems.required(place + ".name", "");
    } else {
      problems.format(place + ".name", name, Formats.label(name));
    }
    image();
    probes(list);
    ports();
    environment();
    mounts();
    ResourceChecks.requirements(problems, container.path("resources"), place + ".resources");
    problems.oneOf(
        place + ".imagePullPolicy",
        container.path("imagePullPolicy"),
        Set.of("Always", "IfNotPresent", "Never"));
    problems.oneOf(
        place + ".terminationMessagePolicy",
        container.path("terminationMessagePolicy"),
        Set.of("File", "FallbackToLogsOnError"));
    if (list.equals("initContainers")) {
      problems.oneOfIfPresent(
          place + ".restartPolicy",
          container.path("restartPolicy"),
          Set.of("Always", "OnFailure", "Never"));
    }
    security();
  }

  private void image() {
    String image = container.path("image").asText();
    if (image.isEmpty()) {
      problems.required(place + ".image", "");
    } else if (!image.equals(image.strip())) {
      problems.invalid(place + ".image", image, "must not have leading or trailing whitespace");
    }
  }

  private void security() {
    JsonNode security = container.path("securityContext");
    problems.notNegative(place + ".securityContext.runAsUser", security.path("runAsUser"));
    problems.notNegative(place + ".securityContext.runAsGroup", security.path("runAsGroup"));
    JsonNode escalation = security.path("allowPrivilegeEscalation");
    if (security.path("privileged").asBoolean()
        && escalation.isBoolean()
        && !escalation.asBoolean()) {
      problems.invalid(
          place + ".securityContext",
          security,
          "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }
  }

  private void ports() {
    Set<String> names = new HashSet<>();
    JsonNode ports = container.path("ports");
    for (int index = 0; index < ports.size(); index++) {
      JsonNode port = ports.get(index);
      String each = place + ".ports[" + index + "]";
      String name = port.path("name").asText();
      if (!name.isEmpty()) {
        problems.format(each + ".name", name, Formats.portName(name));
        if (!names.add(name)) {
          problems.duplicate(each + ".name", name);
        }
      }
      JsonNode number = port.path("containerPort");
      if (number.asInt() == 0) {
        problems.required(each + ".containerPort", "");
      } else {
        Formats.port(number.asInt())
            .forEach(why -> problems.invalid(each + ".containerPort", number, why));
      }
      JsonNode host = port.path("hostPort");
      if (host.asInt() != 0) {
        Formats.port(host.asInt()).forEach(why -> problems.invalid(each + ".hostPort", host, why));
      }
      problems.oneOf(each + ".protocol", port.path("protocol"), PROTOCOLS);
    }
  }

  private void environment() {
    JsonNode variables = container.path("env");
    for (int index = 0; index < variables.size(); index++) {
      variable(variables.get(index), place + ".env[" + index + "]");
    }
    JsonNode sources = container.path("envFrom");
    for (int index = 0; index < sources.size(); index++) {
      JsonNode source = sources.get(index);
      String each = place + ".envFrom[" + index + "]";
      boolean map = source.has("configMapRef");
      boolean secret = source.has("secretRef");
      if (map && secret) {
        problems.invalid(each, "", "may not have more than one field specified at a time");
      } else if (!map && !secret) {
        problems.invalid(each, "", "must specify one of: `configMapRef` or `secretRef`");
      } else if (source.path(map ? "configMapRef" : "secretRef").path("name").asText().isEmpty()) {
        problems.required(each + (map ? ".configMapRef" : ".secretRef") + ".name", "");
      }
    }
  }

  private void variable(JsonNode variable, String each) {
    String name = variable.path("name").asText();
    if (name.isEmpty()) {
      problems.required(each + ".name", "");
    } else {
      problems.format(each + ".name", name, Formats.environment(name));
    }
    JsonNode from = variable.path("valueFrom");
    if (from.isMissingNode()) {
      return;
    }
    if (from.isEmpty()) {
      problems.invalid(
          each + ".valueFrom",
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
              + " `secretKeyRef`");
    } else if (!variable.path("value").asText().isEmpty()) {
      problems.invalid(each + ".valueFrom", "", "may not be specified when `value` is not empty");
    } else if (from.size() > 1) {
      problems.invalid(
          each + ".valueFrom", "", "may not have more than one field specified at a time");
    }
    for (String reference : List.of("configMapKeyRef", "secretKeyRef")) {
      if (from.has(reference)) {
        for (String field : List.of("name", "key")) {
          if (from.path(reference).path(field).asText().isEmpty()) {
            problems.required(each + ".valueFrom." + reference + "." + field, "");
          }
        }
      }
    }
  }

  private void mounts() {
    Set<String> paths = new HashSet<>();
    JsonNode mounts = container.path("volumeMounts");
    for (int index = 0; index < mounts.size(); index++) {
      JsonNode mount = mounts.get(index);
      String each = place + ".volumeMounts[" + index + "]";
      String name = mount.path("name").asText();
      if (name.isEmpty()) {
        problems.required(each + ".name", "");
      }
      if (!volumes.contains(name)) {
        problems.notFound(each + ".name", name);
      }
      String path = mount.path("mountPath").asText();
      if (path.isEmpty()) {
        problems.required(each + ".mountPath", "");
      }
      if (!paths.add(path)) {
        problems.invalid(each + ".mountPath", path, "must be unique");
      }
      VolumeChecks.relative(problems, each + ".subPath", mount.path("subPath").asText());
    }
  }

  private void probes(String list) {
    for (String kind : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      JsonNode probe = container.path(kind);
      if (probe.isMissingNode()) {
        continue;
      }
      String each = place + "." + kind;
      boolean sidecar = container.path("restartPolicy").asText().equals("Always");
      if (!list.equals("containers") && !sidecar) {
        problems.forbidden(each, "may not be set for " + describe(list));
        continue;
      }
      handler(probe, each);
      for (String field :
          List.of(
              "initialDelaySeconds",
              "timeoutSeconds",
              "periodSeconds",
              "successThreshold",
              "failureThreshold")) {
        problems.notNegative(each + "." + field, probe.path(field));
      }
      JsonNode successes = probe.path("successThreshold");
      if (!kind.equals("readinessProbe") && successes.asInt() > 1) {
        problems.invalid(each + ".successThreshold", successes, "must be 1");
      }
    }
    JsonNode lifecycle = container.path("lifecycle");
    for (Map.Entry<String, JsonNode> each : lifecycle.properties()) {
      if (each.getValue().isObject()) {
        handler(each.getValue(), place + ".lifecycle." + each.getKey());
      }
    }
  }

  private static String describe(String list) {
    return list.equals("initContainers")
        ? "init containers without restartPolicy=Always"
        : "ephemeral containers";
  }

  private void handler(JsonNode handler, String each) {
    int count = 0;
    for (String type : HANDLERS) {
      if (handler.has(type)) {
        count++;
        if (count > 1) {
          problems.forbidden(each + "." + type, "may not specify more than 1 handler type");
        } else {
          action(handler.path(type), each + "." + type, type);
        }
      }
    }
    if (count == 0) {
      problems.required(each, "must specify a handler type");
    }
  }

  private void action(JsonNode action, String each, String type) {
    switch (type) {
      case "exec" -> {
        if (action.path("command").isEmpty()) {
          problems.required(each + ".command", "");
        }
      }
      case "httpGet" -> {
        if (action.path("path").asText().isEmpty()) {
          problems.required(each + ".path", "");
        }
        port(action.path("port"), each);
        problems.oneOf(each + ".scheme", action.path("scheme"), Set.of("HTTP", "HTTPS"));
      }
      case "tcpSocket", "grpc" -> port(action.path("port"), each);
      default -> {}
    }
  }

  private void port(JsonNode port, String each) {
    Formats.portOrName(port).forEach(why -> problems.invalid(each + ".port", port, why));
  }
}
