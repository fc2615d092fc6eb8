package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;

/** Converts objects between the versions of a resource. Safe for use by many threads. */
@FunctionalInterface
public interface Conversion {

  /** Changes nothing but the name of the version. */
  Conversion RENAMING = (object, from, to) -> object.deepCopy().put("apiVersion", to.apiVersion());

  /** A copy of the object in the other version. */
  ObjectNode convert(ObjectNode object, ResourceType from, ResourceType to);
}
