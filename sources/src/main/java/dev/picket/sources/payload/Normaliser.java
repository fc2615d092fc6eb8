package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Item;
import java.time.Instant;

/** Puts one item of a payload into Picket's terms. Implementations are pure. */
@FunctionalInterface
public interface Normaliser {

  /**
   * Normalises one item.
   *
   * @param event the item, free of NUL characters and lone surrogates
   * @param place where it stood
   * @param receivedAt dates the item if it bears no readable time of its own
   */
  Item normalise(JsonNode event, Place place, Instant receivedAt);
}
