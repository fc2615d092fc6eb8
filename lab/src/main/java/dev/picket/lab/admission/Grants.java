package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Access;
import dev.picket.lab.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people from granting rights that they do not have. It looks after all webhooks that may
 * change a role, and before anything else is checked, as the real API server does.
 */
final class Grants implements Admission {

  private final Access access;

  Grants(Access access) {
    this.access = access;
  }

  @Override
  public boolean concerns(ResourceType type, Attempt.Operation operation) {
    return Access.grants(type) && operation != Attempt.Operation.DELETE;
  }

  @Override
  public @Nullable ObjectNode mutate(Attempt attempt) {
    ObjectNode object = attempt.object();
    if (object != null && attempt.subresource().isEmpty()) {
      access.requireMayGrant(
          attempt.requester(), attempt.type(), attempt.namespace(), object, attempt.former());
    }
    return object;
  }

  @Override
  public void validate(Attempt attempt) {}
}
