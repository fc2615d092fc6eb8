package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Translates objects between a version of their resource and the one in which they are kept. What
 * one version has no field for travels in annotations, so that nothing is lost on the way there and
 * back. Pure functions; safe for use by many threads.
 */
public interface Conversion {

  /** For versions that differ in their name only. */
  Conversion NONE =
      new Conversion() {
        @Override
        public void toStored(ObjectNode object) {}

        @Override
        public void fromStored(ObjectNode object) {}
      };

  /** Changes an object into what is kept; its apiVersion is not looked at. */
  void toStored(ObjectNode object);

  /** Changes what is kept into an object of the version. */
  void fromStored(ObjectNode object);
}
