package dev.picket.lab.contract;

/** Objects that many cases need, as loose JSON. */
final class Bodies {

  private Bodies() {}

  /**
   * A pod of one container.
   *
   * @param spec further fields of its spec, each with a comma behind it
   */
  static String pod(String name, String spec) {
    return "{metadata:{name:'%s',labels:{app:'%s'}},spec:{%scontainers:[{name:'c',image:'i'}]}}"
        .formatted(name, name, spec);
  }

  /** A pod template with the label {@code app}. */
  static String template(String app) {
    return "{metadata:{labels:{app:'%s'}},spec:{containers:[{name:'c',image:'i:1'}]}}"
        .formatted(app);
  }

  /** A Deployment, ReplicaSet or StatefulSet without replicas. */
  static String workload(String name, String spec) {
    return "{metadata:{name:'%s'},spec:{%sreplicas:0,selector:{matchLabels:{app:'%s'}},template:%s}}"
        .formatted(name, spec, name, template(name));
  }
}
