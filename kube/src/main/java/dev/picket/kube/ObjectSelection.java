package dev.picket.kube;

/**
 * Which objects to hold.
 *
 * @param namespace the only one to look at; empty for all, or where the kind has none
 * @param labelSelector as Kubernetes writes it; empty for all
 * @param fieldSelector as Kubernetes writes it; empty for all
 */
public record ObjectSelection(
    KubeResource resource, String namespace, String labelSelector, String fieldSelector) {

  /** All objects of a kind. */
  public static ObjectSelection all(KubeResource resource) {
    return new ObjectSelection(resource, "", "", "");
  }

  Query query() {
    return new Query(resource.path(namespace))
        .with("labelSelector", labelSelector)
        .with("fieldSelector", fieldSelector);
  }
}
