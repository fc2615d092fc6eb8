package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.admission.Attempt;

/** What is done to an object by creating another one below it, such as a Binding. */
final class Actions {

  private Actions() {}

  /**
   * What admission makes of the object that was posted.
   *
   * @param write whose target names the subresource
   * @throws dev.picket.lab.resource.StatusException when it is refused
   */
  static ObjectNode admitted(Admission admission, Write write, ObjectNode posted) {
    if (!admission.concerns(write.target().type(), Attempt.Operation.CREATE)) {
      return posted;
    }
    String name = write.target().requiredName();
    ObjectNode changed =
        admission.mutate(write.attempt(Attempt.Operation.CREATE, name, posted.deepCopy(), null));
    ObjectNode next = changed == null ? posted : changed;
    admission.validate(write.attempt(Attempt.Operation.CREATE, name, next.deepCopy(), null));
    return next;
  }
}
