package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.InputProblem;
import dev.picket.observation.Item;

/**
 * Where in a payload an item stands.
 *
 * @param index the item's number, from 0
 * @param pointer JSON pointer to it; empty when it is the root
 */
public record Place(int index, String pointer) {

  /** A single item that is the whole payload. */
  public static final Place ROOT = new Place(0, "");

  /** The item is not usable because of one of its fields. */
  Item.Invalid invalid(String field, JsonNode found, String expected) {
    return new Item.Invalid(index, new InputProblem(pointer + field, shown(found), expected));
  }

  /** A value as an error message shows it. */
  static String shown(JsonNode found) {
    if (found.isMissingNode()) {
      return "nothing";
    }
    return found.isContainerNode() ? (found.isArray() ? "an array" : "an object") : found.asText();
  }
}
