package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A ConfigMap that a test wrote. */
record Written(String uid, String name, long revision) {

  static Written create(TestCluster cluster, String name) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("apiVersion", "v1").put("kind", "ConfigMap");
    body.putObject("metadata").put("name", name);
    return of(cluster.call("POST", path(cluster), body));
  }

  /** Changes it. */
  Written change(TestCluster cluster) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("apiVersion", "v1").put("kind", "ConfigMap");
    body.putObject("metadata").put("name", name);
    body.putObject("data").put("over", Long.toString(revision));
    return of(cluster.call("PUT", path(cluster) + "/" + name, body));
  }

  void delete(TestCluster cluster) {
    cluster.call("DELETE", path(cluster) + "/" + name, null);
  }

  private static Written of(JsonNode json) {
    JsonNode metadata = json.path("metadata");
    return new Written(
        metadata.path("uid").asText(), metadata.path("name").asText(), Json.revision(json));
  }

  private static String path(TestCluster cluster) {
    return KubeResource.CONFIG_MAPS.path(cluster.namespace());
  }
}
