package dev.picket.kube;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A kind of Kubernetes object, as paths name it.
 *
 * @param group its API group; empty for the core group
 * @param version such as {@code v1}
 * @param plural such as {@code configmaps}
 * @param namespaced whether its objects live in namespaces
 */
public record KubeResource(String group, String version, String plural, boolean namespaced) {

  static final KubeResource LEASES = new KubeResource("coordination.k8s.io", "v1", "leases", true);
  static final KubeResource CONFIG_MAPS = new KubeResource("", "v1", "configmaps", true);

  /**
   * The path of its objects.
   *
   * @param namespace empty for all of them
   */
  String path(String namespace) {
    String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    String scope = namespace.isEmpty() ? "" : "/namespaces/" + Query.encoded(namespace);
    return root + scope + "/" + plural;
  }

  /** The path of one of its objects. */
  String path(String namespace, String name) {
    return path(namespace) + "/" + Query.encoded(name);
  }

  /** The RBAC rule that allows these verbs, as YAML. */
  String rule(List<String> verbs) {
    return "- apiGroups: [\"%s\"]\n  resources: [\"%s\"]\n  verbs: [%s]"
        .formatted(
            group,
            plural,
            verbs.stream().map(verb -> '"' + verb + '"').collect(Collectors.joining(", ")));
  }

  /** Like {@code leases.coordination.k8s.io}. */
  @Override
  public String toString() {
    return (group.isEmpty() ? plural : plural + "." + group).toLowerCase(Locale.ROOT);
  }
}
