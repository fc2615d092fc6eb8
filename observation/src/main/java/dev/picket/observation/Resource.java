package dev.picket.observation;

/**
 * What a problem is about, in Kubernetes' terms. A part that is not known, or that the resource
 * does not have (a Node has no namespace), is empty.
 *
 * @param apiVersion group and version, such as {@code apps/v1}, or {@code v1} for the core group
 * @param kind such as {@code Pod}
 * @param namespace the namespace it lives in
 * @param name its name there
 */
public record Resource(String apiVersion, String kind, String namespace, String name) {

  /** Nothing is known of what the problem is about. */
  public static final Resource UNKNOWN = new Resource("", "", "", "");

  /** The API group without its version; empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
