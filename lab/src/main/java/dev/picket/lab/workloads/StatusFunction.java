package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Makes the next status of an object where a template would not do, such as a pod's. */
@FunctionalInterface
interface StatusFunction {

  /**
   * Changes a status and tells what happened.
   *
   * @param object as it is
   * @param status a copy of its status, to be changed
   */
  List<Action.Happening> apply(ObjectNode object, ObjectNode status, Instant now);
}
