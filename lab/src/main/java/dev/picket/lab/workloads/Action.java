package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.DeleteOptions;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** What a controller wants done. */
sealed interface Action {

  /**
   * Creates an object.
   *
   * @param report tells people of it; null for nothing
   */
  record Create(ResourceType type, ObjectNode object, @Nullable Report report) implements Action {}

  /** Replaces an object at its resourceVersion. */
  record Update(ResourceType type, ObjectNode object) implements Action {}

  /** Replaces an object's status at its resourceVersion. */
  record UpdateStatus(ResourceType type, ObjectNode object) implements Action {}

  /** Merges an object's spec into the one that is there, or creates it. */
  record MergeOrCreate(ResourceType type, ObjectNode object) implements Action {}

  /** Posts to a subresource. */
  record Post(ResourceType type, NamespacedName name, ObjectNode body, String subresource)
      implements Action {}

  /**
   * Deletes an object; what is gone already is as good.
   *
   * @param report tells people of it; null for nothing
   */
  record Delete(
      ResourceType type, NamespacedName name, DeleteOptions options, @Nullable Report report)
      implements Action {}

  /** Tells people of something. */
  record Tell(Happening happening) implements Action {}

  /**
   * What is told of a creation or deletion once it has succeeded or failed; the object's name
   * follows the message, or the reason of its failure.
   *
   * @param about whom it is about
   * @param component that tells
   * @param done reason when it succeeded
   * @param doneMessage which the name follows
   * @param doneEnd which follows the name
   * @param failed reason when it failed
   * @param failedMessage which the failure follows
   */
  record Report(
      JsonNode about,
      String component,
      String done,
      String doneMessage,
      String doneEnd,
      String failed,
      String failedMessage) {

    /** With nothing behind the name. */
    Report(
        JsonNode about,
        String component,
        String done,
        String doneMessage,
        String failed,
        String failedMessage) {
      this(about, component, done, doneMessage, "", failed, failedMessage);
    }
  }

  /**
   * An event for people.
   *
   * @param about an object with apiVersion, kind and metadata
   * @param component that tells, such as {@code kubelet}
   * @param host empty when it is of no node
   * @param type Normal or Warning
   * @param reason one word
   * @param message a sentence
   * @param fieldPath of a part of the object; empty for the whole
   */
  record Happening(
      JsonNode about,
      String component,
      String host,
      String type,
      String reason,
      String message,
      String fieldPath) {

    static Happening normal(JsonNode about, String component, String reason, String message) {
      return new Happening(about, component, "", "Normal", reason, message, "");
    }

    static Happening warning(JsonNode about, String component, String reason, String message) {
      return new Happening(about, component, "", "Warning", reason, message, "");
    }
  }

  /** Deletes this very object. */
  static Delete delete(ResourceType type, JsonNode object, @Nullable Report report) {
    DeleteOptions options = DeleteOptions.of(object.path("metadata").path("uid").asText());
    return new Delete(type, NamespacedName.of(object), options, report);
  }

  static Tell tell(JsonNode about, String component, String reason, String message) {
    return new Tell(Happening.normal(about, component, reason, message));
  }

  static Tell warn(JsonNode about, String component, String reason, String message) {
    return new Tell(Happening.warning(about, component, reason, message));
  }
}
