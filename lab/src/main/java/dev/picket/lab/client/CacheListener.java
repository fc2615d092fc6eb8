package dev.picket.lab.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** Is told of the changes in a cache. It must return soon and must not ask the API. */
@FunctionalInterface
public interface CacheListener {

  /**
   * An object came, changed or went.
   *
   * @param before null for what came
   * @param after null for what went
   */
  void changed(ResourceType type, @Nullable ObjectNode before, @Nullable ObjectNode after);
}
