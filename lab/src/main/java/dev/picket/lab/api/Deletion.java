package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.DefinitionNames;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Timestamps;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes objects: at once, or when nothing holds them any more, which is a finalizer, or a pod's
 * time to end. What depends on them, or is in them, is seen to by {@code lifecycle}.
 */
final class Deletion {

  /** Holds a definition until its objects are gone. */
  static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");
  private static final long POD_GRACE_SECONDS = 30;

  private final Identity identity;

  Deletion(Identity identity) {
    this.identity = identity;
  }

  /**
   * Deletes an object or marks it as being deleted.
   *
   * @return what came of it
   */
  Deleted delete(
      Transaction transaction, ResourceType type, StoredObject object, DeleteOptions options) {
    String name = object.key().name();
    if (type.equals(BuiltInTypes.NAMESPACE) && IMMORTAL.contains(name)) {
      throw StatusException.forbidden(type, name, "this namespace may not be deleted");
    }
    ObjectNode content = object.content();
    hold(content, type, options);
    long grace = grace(content, type, options);
    if (grace == 0 && !held(content)) {
      return new Deleted(remove(transaction, object.key(), content), true);
    }
    mark(content, grace);
    boolean same = content.equals(object.content());
    return new Deleted(same ? object : transaction.put(object.key(), content), false);
  }

  /** Keeps a change, which is a deletion if it takes away the last that held the object. */
  StoredObject put(Transaction transaction, Key key, ObjectNode content) {
    JsonNode metadata = content.path("metadata");
    boolean due =
        metadata.has("deletionTimestamp")
            && metadata.path("deletionGracePeriodSeconds").asLong() == 0
            && !held(content);
    return due ? remove(transaction, key, content) : transaction.put(key, content);
  }

  /** The names of a definition that is gone are free for others. */
  private StoredObject remove(Transaction transaction, Key key, ObjectNode content) {
    StoredObject removed = transaction.remove(key, content);
    if (key.resource().equals(BuiltInTypes.DEFINITION.resource())) {
      DefinitionNames.reconsider(transaction, key.name(), identity.now());
    }
    return removed;
  }

  static List<String> finalizers(JsonNode object) {
    List<String> finalizers = new ArrayList<>();
    object.path("metadata").path("finalizers").forEach(each -> finalizers.add(each.asText()));
    return finalizers;
  }

  /** Whether something must happen before the object may go; a namespace has a list of its own. */
  private static boolean held(ObjectNode content) {
    return !finalizers(content).isEmpty()
        || (content.path("kind").asText().equals("Namespace")
            && content.path("apiVersion").asText().equals("v1")
            && !content.path("spec").path("finalizers").isEmpty());
  }

  /** Puts those finalizers on the object that what is asked for needs, and takes off the others. */
  private static void hold(ObjectNode content, ResourceType type, DeleteOptions options) {
    List<String> finalizers = finalizers(content);
    Propagation asked = options.propagation();
    if (asked != null) {
      finalizers.remove(Propagation.ORPHAN.finalizer());
      finalizers.remove(Propagation.FOREGROUND.finalizer());
    }
    Propagation propagation = asked == null ? Propagation.usual(type.resource()) : asked;
    boolean decided =
        finalizers.contains(Propagation.ORPHAN.finalizer())
            || finalizers.contains(Propagation.FOREGROUND.finalizer());
    if (!decided && !propagation.finalizer().isEmpty()) {
      finalizers.add(propagation.finalizer());
    }
    boolean begins = !content.path("metadata").has("deletionTimestamp");
    if (type.equals(BuiltInTypes.DEFINITION) && begins && !finalizers.contains(CLEANUP)) {
      finalizers.add(CLEANUP);
    }
    ObjectNode metadata = Bodies.metadata(content);
    if (finalizers.isEmpty()) {
      metadata.remove("finalizers");
    } else {
      ArrayNode list = metadata.putArray("finalizers");
      finalizers.forEach(list::add);
    }
  }

  /** How many seconds a pod still has; nothing else has any. */
  private static long grace(ObjectNode content, ResourceType type, DeleteOptions options) {
    String phase = content.path("status").path("phase").asText();
    boolean runs =
        type.resource().equals("pods")
            && !content.path("spec").path("nodeName").asText().isEmpty()
            && !phase.equals("Succeeded")
            && !phase.equals("Failed");
    if (!runs) {
      return 0;
    }
    Long asked = options.graceSeconds();
    return asked == null
        ? content.path("spec").path("terminationGracePeriodSeconds").asLong(POD_GRACE_SECONDS)
        : asked;
  }

  /** Marks the object; what is marked already may only get less time. */
  private void mark(ObjectNode content, long grace) {
    ObjectNode metadata = Bodies.metadata(content);
    Instant end = identity.clock().instant().plusSeconds(grace);
    boolean begins = !metadata.has("deletionTimestamp");
    if (begins && content.path("kind").asText().equals(BuiltInTypes.DEFINITION.kind())) {
      metadata.put("deletionTimestamp", Timestamps.seconds(end));
      DefinitionNames.terminate(content, identity.now());
    } else if (begins) {
      metadata.put("deletionTimestamp", Timestamps.seconds(end));
      metadata.put("deletionGracePeriodSeconds", grace);
      if (metadata.has("generation")) {
        metadata.put("generation", metadata.path("generation").asLong() + 1);
      }
      if (content.path("kind").asText().equals("Namespace")) {
        content.withObjectProperty("status").put("phase", "Terminating");
      }
    } else if (grace < metadata.path("deletionGracePeriodSeconds").asLong()) {
      metadata.put("deletionTimestamp", Timestamps.seconds(end));
      metadata.put("deletionGracePeriodSeconds", grace);
    }
  }

  /**
   * What came of a deletion.
   *
   * @param object its last state
   * @param gone whether it is gone; otherwise it waits for something
   */
  record Deleted(StoredObject object, boolean gone) {}
}
