package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates objects. */
final class Creation {

  private static final List<String> SET_BY_SERVER =
      List.of(
          "selfLink",
          "managedFields",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion");

  private final Identity identity;

  Creation(Identity identity) {
    this.identity = identity;
  }

  /**
   * Creates the object that a body describes.
   *
   * @param space the namespace in the path, empty for none
   */
  StoredObject create(Transaction transaction, ResourceType type, String space, ObjectNode object) {
    ObjectNode metadata = Bodies.metadata(object);
    if (!metadata.path("resourceVersion").asText().isEmpty()) {
      throw StatusException.of(
          500, "", "resourceVersion should not be set on objects to be created");
    }
    return createAnyway(transaction, type, space, object);
  }

  /** The same for a PUT that finds nothing, which may well name a revision. */
  StoredObject createAnyway(
      Transaction transaction, ResourceType type, String space, ObjectNode object) {
    ObjectNode metadata = Bodies.metadata(object);
    place(type, space, metadata);
    String name = name(transaction, type, space, metadata);
    if (type.namespaced()) {
      requireNamespace(transaction, type, space, name);
    }
    Key key = type.key(space, name);
    if (transaction.now().get(key).isPresent()) {
      throw StatusException.alreadyExists(type, name);
    }
    metadata.remove(SET_BY_SERVER);
    metadata.put("uid", identity.uid()).put("creationTimestamp", identity.now());
    object.put("apiVersion", type.storageApiVersion());
    prepare(type, name, object, metadata);
    return transaction.put(key, object);
  }

  private void prepare(ResourceType type, String name, ObjectNode object, ObjectNode metadata) {
    if (type.status()) {
      object.remove("status");
    }
    if (type.custom()) {
      metadata.put("generation", 1);
    } else if (type.equals(BuiltInTypes.DEFINITION)) {
      metadata.put("generation", 1);
      Definitions.accept(name, object, identity.now());
    } else if (type.equals(BuiltInTypes.NAMESPACE)) {
      metadata.withObjectProperty("labels").put("kubernetes.io/metadata.name", name);
      object.withObjectProperty("spec").putArray("finalizers").add("kubernetes");
      object.putObject("status").put("phase", "Active");
    } else if (type.resource().equals("secrets")) {
      secret(object);
    }
  }

  /** Moves texts to where they are kept, as the real one does. */
  static void secret(ObjectNode secret) {
    if (secret.remove("stringData") instanceof ObjectNode texts) {
      ObjectNode data = secret.withObjectProperty("data");
      for (Map.Entry<String, JsonNode> each : texts.properties()) {
        data.put(each.getKey(), each.getValue().asText().getBytes(StandardCharsets.UTF_8));
      }
    }
    if (secret.path("type").asText().isEmpty()) {
      secret.put("type", "Opaque");
    }
  }

  private static void place(ResourceType type, String space, ObjectNode metadata) {
    String own = metadata.path("namespace").asText();
    if (!type.namespaced()) {
      metadata.remove("namespace");
    } else if (own.isEmpty()) {
      metadata.put("namespace", space);
    } else if (!own.equals(space)) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private String name(
      Transaction transaction, ResourceType type, String space, ObjectNode metadata) {
    String name = metadata.path("name").asText();
    String prefix = metadata.path("generateName").asText();
    if (name.isEmpty() && !prefix.isEmpty()) {
      do {
        name = Names.generate(prefix, identity.random());
      } while (transaction.now().get(type.key(space, name)).isPresent());
      metadata.put("name", name);
    }
    Names.require(type, name);
    return name;
  }

  private static void requireNamespace(
      Transaction transaction, ResourceType type, String space, String name) {
    Optional<StoredObject> namespace = transaction.now().get(BuiltInTypes.NAMESPACE.key("", space));
    if (namespace.isEmpty()) {
      throw StatusException.notFound(BuiltInTypes.NAMESPACE, space);
    }
    if (namespace.get().content().path("metadata").has("deletionTimestamp")) {
      throw StatusException.forbidden(
          type,
          name,
          "unable to create new content in namespace " + space + " because it is being terminated");
    }
  }
}
