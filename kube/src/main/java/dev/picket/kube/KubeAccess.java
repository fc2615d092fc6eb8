package dev.picket.kube;

import java.net.URI;
import java.nio.file.Path;

/** Where an API server is, and as whom to speak to it. */
public sealed interface KubeAccess {

  /** As the current context of this kubeconfig file says. */
  record Kubeconfig(Path file) implements KubeAccess {}

  /** As the service account of the pod that this process runs in; its token is read anew. */
  record InCluster() implements KubeAccess {}

  /**
   * With a bearer token.
   *
   * @param authority the certificate that signed the server's, as PEM; empty for those that the JDK
   *     trusts, or where the address begins with {@code http:}
   */
  record Token(URI address, String token, String authority) implements KubeAccess {

    @Override
    public String toString() {
      return "Token[" + address + "]";
    }
  }
}
