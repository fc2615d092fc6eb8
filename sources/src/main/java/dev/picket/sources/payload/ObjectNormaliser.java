package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Puts what one Kubernetes object says into Picket's terms. Implementations are pure. */
@FunctionalInterface
public interface ObjectNormaliser {

  /**
   * Normalises one object.
   *
   * @param object as the API server gives it
   * @param receivedAt dates findings if the object bears no readable time of its own
   * @throws dev.picket.observation.InvalidInputException when the object as a whole is not usable;
   *     single findings that are not are among the items as such
   */
  ObjectFindings normalise(JsonNode object, Instant receivedAt);
}
