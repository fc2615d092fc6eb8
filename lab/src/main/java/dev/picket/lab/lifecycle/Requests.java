package dev.picket.lab.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Requester;
import dev.picket.lab.api.Api;
import dev.picket.lab.client.ApiClient;
import dev.picket.lab.client.DeleteOptions;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.client.WriteListener;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.store.StoredObject;

/** What is asked of the API about objects as they were seen in the store. */
final class Requests {

  private final ApiClient client;

  Requests(Api api) {
    this.client = new ApiClient(api, Requester.LAB, "lab-lifecycle", WriteListener.NONE);
  }

  /**
   * Deletes this very object.
   *
   * @param propagation the policy's name
   */
  void delete(ResourceType type, StoredObject object, String propagation) {
    client.delete(type, name(object), DeleteOptions.of(object.uid()).withPolicy(propagation));
  }

  /** Merges into the metadata of the object as it was seen. */
  void patchMetadata(ResourceType type, StoredObject object, String member, JsonNode value) {
    ObjectNode patch = Json.object();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("uid", object.uid());
    metadata.put("resourceVersion", Long.toString(object.revision()));
    metadata.set(member, value);
    client.patch(type, name(object), patch, "");
  }

  /** Replaces what keeps a namespace. */
  void finalizeNamespace(ObjectNode namespace) {
    client.finalizeNamespace(namespace);
  }

  /** Creates an object in the namespace that its metadata names. */
  void create(ResourceType type, ObjectNode object) {
    client.create(type, object);
  }

  private static NamespacedName name(StoredObject object) {
    return new NamespacedName(object.key().namespace(), object.key().name());
  }
}
