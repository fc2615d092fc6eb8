package dev.picket.lab.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Requester;
import dev.picket.lab.api.Api;
import dev.picket.lab.api.ApiRequest;
import dev.picket.lab.api.Query;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.store.StoredObject;
import java.util.Map;

/** Asks the API as any client does, on behalf of the lab. */
final class Requests {

  private final Api api;

  Requests(Api api) {
    this.api = api;
  }

  /**
   * Deletes this very object.
   *
   * @param propagation the policy's name
   */
  void delete(ResourceType type, StoredObject object, String propagation) {
    ObjectNode options = Json.object().put("kind", "DeleteOptions").put("apiVersion", "v1");
    options.put("propagationPolicy", propagation);
    options.putObject("preconditions").put("uid", object.uid());
    send("DELETE", path(type, object), "application/json", options);
  }

  /** Merges into the metadata of the object as it was seen. */
  void patchMetadata(ResourceType type, StoredObject object, String member, JsonNode value) {
    ObjectNode patch = Json.object();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("uid", object.uid());
    metadata.put("resourceVersion", Long.toString(object.revision()));
    metadata.set(member, value);
    send("PATCH", path(type, object), "application/merge-patch+json", patch);
  }

  /** Replaces a subresource. */
  void put(ResourceType type, StoredObject object, String subresource, ObjectNode content) {
    send("PUT", path(type, object) + "/" + subresource, "application/json", content);
  }

  /** Creates an object in a namespace. */
  void create(ResourceType type, String namespace, ObjectNode object) {
    send("POST", collection(type, namespace), "application/json", object);
  }

  private void send(String method, String path, String contentType, ObjectNode body) {
    api.handle(
        new ApiRequest(
            method,
            path,
            new Query(Map.of()),
            "",
            contentType,
            "lab-lifecycle",
            Requester.LAB,
            () -> Json.bytes(body)));
  }

  private static String path(ResourceType type, StoredObject object) {
    return collection(type, object.key().namespace()) + "/" + object.key().name();
  }

  private static String collection(ResourceType type, String namespace) {
    return (type.group().isEmpty() ? "/api/" : "/apis/")
        + type.apiVersion()
        + (namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/")
        + type.plural();
  }
}
