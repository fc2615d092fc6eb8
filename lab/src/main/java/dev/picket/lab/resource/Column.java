package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A column of a table.
 *
 * @param name its heading
 * @param type of its cells, such as {@code string} or {@code integer}
 * @param format of its cells, such as {@code name}; may be empty
 * @param description for people
 * @param priority zero to be shown always; more for wide tables
 * @param cell what stands in it
 */
public record Column(
    String name, String type, String format, String description, int priority, Cell cell) {

  /** What an object's cell shows. A pure function. */
  @FunctionalInterface
  public interface Cell {

    /** The value; a null node when there is none. */
    JsonNode of(JsonNode object, Instant now);
  }
}
