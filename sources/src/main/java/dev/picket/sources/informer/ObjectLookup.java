package dev.picket.sources.informer;

import dev.picket.kube.KubeObject;
import java.util.Optional;

/** Port: asks the API server, not a cache, for one object of an informer's kind. */
@FunctionalInterface
public interface ObjectLookup {

  /**
   * The object of that name now; empty only when the API server says that there is none.
   *
   * @param namespace empty for objects of the cluster
   * @throws RuntimeException when the API server does not say, for whatever reason
   */
  Optional<KubeObject> current(String namespace, String name);
}
