package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A Kubernetes object of any kind.
 *
 * @param uid never used again for another object
 * @param namespace empty where the kind has none
 * @param name unique in its namespace at any time, not over time
 * @param resourceVersion grows with every change, and compares with those of all objects
 * @param createdAt by the API server's clock; the epoch where the object does not say
 * @param json all of it; of one whose deletion was found by comparing, only its metadata
 */
public record KubeObject(
    String uid,
    String namespace,
    String name,
    long resourceVersion,
    Instant createdAt,
    JsonNode json) {

  static KubeObject of(JsonNode json) {
    return of(json, Json.revision(json));
  }

  static KubeObject of(JsonNode json, long resourceVersion) {
    JsonNode metadata = json.path("metadata");
    return new KubeObject(
        metadata.path("uid").asText(),
        metadata.path("namespace").asText(),
        metadata.path("name").asText(),
        resourceVersion,
        time(metadata.path("creationTimestamp").asText()),
        json);
  }

  private static Instant time(String text) {
    if (text.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException nonsense) {
      return Instant.EPOCH; // As where it says nothing.
    }
  }
}
