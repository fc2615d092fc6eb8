package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a pod's specification asks for that reaches out of its containers: {@code privileged},
 * {@code hostPID}, {@code hostIPC}, {@code hostNetwork}, a sensitive {@code hostPath}, or a
 * capability that amounts to root on the host.
 */
final class PodPrivileges {

  static final String HOST_NETWORK = "hostNetwork";

  private static final List<String> HOST_NAMESPACES = List.of("hostPID", "hostIPC", HOST_NETWORK);
  private static final List<String> CONTAINER_LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");
  private static final Set<String> ROOT_CAPABILITIES =
      Set.of("ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE");

  /** These directories and whatever is in them; the root itself besides. */
  private static final List<String> SENSITIVE_PATHS =
      List.of(
          "/etc",
          "/proc",
          "/root",
          "/home",
          "/boot",
          "/dev",
          "/var/lib/kubelet",
          "/var/lib/etcd",
          "/var/run/docker.sock",
          "/run/docker.sock",
          "/run/containerd",
          "/var/run/containerd",
          "/run/crio",
          "/var/run/crio");

  private PodPrivileges() {}

  /** The privileges that the specification asks for, each once; none if it is not known. */
  static List<String> of(JsonNode spec) {
    Set<String> privileges = new TreeSet<>();
    for (String each : HOST_NAMESPACES) {
      if (spec.path(each).asBoolean()) {
        privileges.add(each);
      }
    }
    for (String list : CONTAINER_LISTS) {
      spec.path(list).forEach(container -> addOf(container.path("securityContext"), privileges));
    }
    spec.path("volumes")
        .forEach(volume -> addOf(volume.path("hostPath").path("path").asText(), privileges));
    return new ArrayList<>(privileges);
  }

  private static void addOf(JsonNode securityContext, Set<String> privileges) {
    if (securityContext.path("privileged").asBoolean()) {
      privileges.add("privileged");
    }
    for (JsonNode capability : securityContext.path("capabilities").path("add")) {
      String name = capability.asText().replaceFirst("^CAP_", "");
      if (ROOT_CAPABILITIES.contains(name)) {
        privileges.add("capability " + name);
      }
    }
  }

  private static void addOf(String hostPath, Set<String> privileges) {
    if (!hostPath.isEmpty() && isSensitive(hostPath)) {
      privileges.add("hostPath " + Texts.cut(hostPath, Texts.NAME_CHARS));
    }
  }

  private static boolean isSensitive(String hostPath) {
    String path = hostPath.replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
    return path.equals("/")
        || path.contains("..")
        || SENSITIVE_PATHS.stream()
            .anyMatch(each -> path.equals(each) || path.startsWith(each + "/"))
        || SENSITIVE_PATHS.stream().anyMatch(each -> each.startsWith(path + "/"));
  }
}
