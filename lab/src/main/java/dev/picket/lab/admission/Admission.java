package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Changes and refuses what is about to be written. Called outside of the store's lock, perhaps more
 * than once for one request. Safe for use by many threads.
 */
public interface Admission {

  /** Lets everything pass as it is. */
  Admission NONE =
      new Admission() {
        @Override
        public boolean concerns(ResourceType type, Attempt.Operation operation) {
          return false;
        }

        @Override
        public @Nullable ObjectNode mutate(Attempt attempt) {
          return attempt.object();
        }

        @Override
        public void validate(Attempt attempt) {}
      };

  /**
   * Whether it may have anything to say about such attempts; otherwise it is not asked, which
   * spares copies of objects.
   */
  boolean concerns(ResourceType type, Attempt.Operation operation);

  /**
   * The object as it shall be written, which may be the same; null when the attempt has none.
   *
   * @throws dev.picket.lab.resource.StatusException when it is refused
   */
  @Nullable ObjectNode mutate(Attempt attempt);

  /**
   * Looks at what will be written.
   *
   * @throws dev.picket.lab.resource.StatusException when it is refused
   */
  void validate(Attempt attempt);
}
