package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.apply.Ownership;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Timestamps;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.StoredObject;
import java.time.InstantSource;
import java.util.function.BiFunction;

/**
 * Server-side apply: changes what there is into what it makes of it together with others' fields,
 * or creates it.
 */
final class Applying {

  private static final int ATTEMPTS_MAX = 4;

  private final ObjectStore store;
  private final InstantSource clock;
  private final Creation creation;
  private final Replacement replacement;

  Applying(ObjectStore store, InstantSource clock, Creation creation, Replacement replacement) {
    this.store = store;
    this.clock = clock;
    this.creation = creation;
    this.replacement = replacement;
  }

  /** What became of an apply. */
  record Outcome(StoredObject object, boolean created) {}

  /**
   * Applies.
   *
   * @param config in the version of the request, of the target's name
   * @param decode reads the outcome as the resource has it
   * @throws StatusException 409 when others own what it wants to change
   */
  Outcome apply(Write write, ObjectNode config, BiFunction<Write, ObjectNode, ObjectNode> decode) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (store.latest().get(write.target().key()).isPresent()) {
        return new Outcome(
            replacement.replace(
                write, former -> decode.apply(write, applied(write, former, config))),
            false);
      }
      if (!write.target().subresource().isEmpty()) {
        throw StatusException.notFound(write.target().type(), write.target().requiredName());
      }
      try {
        return new Outcome(created(write, config, decode), true);
      } catch (StatusException refused) {
        if (!refused.reason().equals("AlreadyExists")) {
          throw refused;
        }
        // Somebody else was faster: what they created is changed instead.
      }
    }
    throw StatusException.stale(write.target().type(), write.target().requiredName());
  }

  private StoredObject created(
      Write write, ObjectNode config, BiFunction<Write, ObjectNode, ObjectNode> decode) {
    String uid = Bodies.metadata(config).path("uid").asText();
    if (!uid.isEmpty()) {
      throw StatusException.conflict(
          write.target().type(),
          write.target().requiredName(),
          "uid mismatch: the provided object specified uid "
              + uid
              + ", and no existing object was found");
    }
    ObjectNode object =
        Ownership.applied(write.target().type(), null, config, write.owner(), force(write), now());
    return creation.createAnyway(write, decode.apply(write, object));
  }

  /** What an apply makes of an object. */
  ObjectNode applied(Write write, ObjectNode former, ObjectNode config) {
    return Ownership.applied(
        write.target().type(), former, config, write.owner(), force(write), now());
  }

  private static boolean force(Write write) {
    return write.request().query().flag("force");
  }

  private String now() {
    return Timestamps.seconds(clock.instant());
  }
}
