package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as a webhook or a policy wants to see it.
 *
 * @param original as it was made
 * @param type in whose version it is shown
 * @param object in that version; null for a deletion
 * @param former in that version; null for a creation
 */
record Versioned(
    Attempt original, ResourceType type, @Nullable ObjectNode object, @Nullable ObjectNode former) {

  static Versioned of(Attempt attempt, ResourceType type, Conversion conversion) {
    if (type.equals(attempt.type())) {
      return new Versioned(attempt, type, attempt.object(), attempt.former());
    }
    return new Versioned(
        attempt,
        type,
        convert(attempt.object(), attempt, type, conversion),
        convert(attempt.former(), attempt, type, conversion));
  }

  /** What there is of the object: as it will be, or else as it was. */
  Optional<ObjectNode> any() {
    return Optional.ofNullable(object == null ? former : object);
  }

  private static @Nullable ObjectNode convert(
      @Nullable ObjectNode object, Attempt attempt, ResourceType to, Conversion conversion) {
    return object == null ? null : conversion.convert(object, attempt.type(), to);
  }
}
