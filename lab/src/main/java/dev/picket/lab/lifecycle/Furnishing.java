package dev.picket.lab.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.ObjectStore;

/**
 * Gives every namespace what it has in a cluster: the ServiceAccount {@code default}, and the
 * authority that the API server's certificate is from.
 */
final class Furnishing {

  static final ResourceType ACCOUNT = BuiltInTypes.get("", "serviceaccounts");
  static final ResourceType MAP = BuiltInTypes.get("", "configmaps");
  static final String ACCOUNT_NAME = "default";
  static final String MAP_NAME = "kube-root-ca.crt";

  private final ObjectStore store;
  private final Requests requests;
  private final String authority;

  /**
   * @param authority the certificate, in PEM
   */
  Furnishing(ObjectStore store, Requests requests, String authority) {
    this.store = store;
    this.requests = requests;
    this.authority = authority;
  }

  /** Whether the loss of an object must be made good. */
  static boolean concerns(Key key) {
    return (key.resource().equals(ACCOUNT.resource()) && key.name().equals(ACCOUNT_NAME))
        || (key.resource().equals(MAP.resource()) && key.name().equals(MAP_NAME));
  }

  void furnish(String namespace) {
    Key key = BuiltInTypes.NAMESPACE.key("", namespace);
    if (store.latest().get(key).filter(each -> !each.deleting()).isEmpty()) {
      return;
    }
    create(ACCOUNT, namespace, ACCOUNT_NAME, Json.object());
    ObjectNode map = Json.object();
    map.putObject("data").put("ca.crt", authority);
    create(MAP, namespace, MAP_NAME, map);
  }

  private void create(ResourceType type, String namespace, String name, ObjectNode object) {
    if (store.latest().get(type.key(namespace, name)).isEmpty()) {
      object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
      object.putObject("metadata").put("name", name).put("namespace", namespace);
      requests.create(type, object);
    }
  }
}
