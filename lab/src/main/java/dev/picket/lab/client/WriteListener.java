package dev.picket.lab.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;

/** Is told what came of a client's own writes, before any watch tells it. */
public interface WriteListener {

  /** Is told nothing. */
  WriteListener NONE =
      new WriteListener() {
        @Override
        public void wrote(ResourceType type, ObjectNode object) {}

        @Override
        public void removed(ResourceType type, NamespacedName name, String uid) {}
      };

  /** The object as the API answered it. */
  void wrote(ResourceType type, ObjectNode object);

  /**
   * The object is gone.
   *
   * @param uid of what was removed
   */
  void removed(ResourceType type, NamespacedName name, String uid);
}
