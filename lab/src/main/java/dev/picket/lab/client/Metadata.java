package dev.picket.lab.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the metadata of objects, and the references in it. */
public final class Metadata {

  private Metadata() {}

  public static String name(JsonNode object) {
    return text(object, "name");
  }

  /** Empty for what is in none. */
  public static String namespace(JsonNode object) {
    return text(object, "namespace");
  }

  public static String uid(JsonNode object) {
    return text(object, "uid");
  }

  /** The resourceVersion as a number, which only a client of this very server may look at. */
  public static long revision(JsonNode object) {
    String revision = text(object, "resourceVersion");
    return revision.isEmpty() ? 0 : Long.parseLong(revision);
  }

  public static long generation(JsonNode object) {
    return object.path("metadata").path("generation").asLong();
  }

  /** Whether its deletion has begun. */
  public static boolean deleting(JsonNode object) {
    return !text(object, "deletionTimestamp").isEmpty();
  }

  /** When it was created; the epoch when nobody knows. */
  public static Instant created(JsonNode object) {
    String created = text(object, "creationTimestamp");
    return created.isEmpty() ? Instant.EPOCH : Instant.parse(created);
  }

  public static Map<String, String> labels(JsonNode object) {
    return texts(object.path("metadata").path("labels"));
  }

  /** The annotation, or an empty text. */
  public static String annotation(JsonNode object, String key) {
    return object.path("metadata").path("annotations").path(key).asText();
  }

  /** A map of texts. */
  public static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new TreeMap<>();
    map.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
    return texts;
  }

  /** The owner that controls it. */
  public static Optional<JsonNode> controller(JsonNode object) {
    for (JsonNode each : object.path("metadata").path("ownerReferences")) {
      if (each.path("controller").asBoolean()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The uid of the owner that controls it; empty when there is none. */
  public static String controllerUid(JsonNode object) {
    return controller(object).map(each -> each.path("uid").asText()).orElse("");
  }

  /** Makes an object's owner its controller. */
  public static void setController(ObjectNode object, JsonNode owner) {
    object
        .withObjectProperty("metadata")
        .withArrayProperty("ownerReferences")
        .addObject()
        .put("apiVersion", owner.path("apiVersion").asText())
        .put("kind", owner.path("kind").asText())
        .put("name", name(owner))
        .put("uid", uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** Takes the references to an owner away. */
  public static void removeOwner(ObjectNode object, String uid) {
    Iterator<JsonNode> owners =
        object.withObjectProperty("metadata").withArrayProperty("ownerReferences").elements();
    while (owners.hasNext()) {
      if (owners.next().path("uid").asText().equals(uid)) {
        owners.remove();
      }
    }
  }

  private static String text(JsonNode object, String field) {
    return object.path("metadata").path(field).asText();
  }
}
