package dev.picket.lab.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.util.OptionalInt;

/**
 * How something is deleted.
 *
 * @param uid which it must have; empty for any
 * @param gracePeriodSeconds empty for the kind's own
 * @param propagationPolicy empty for the kind's own
 */
public record DeleteOptions(String uid, OptionalInt gracePeriodSeconds, String propagationPolicy) {

  public static final DeleteOptions DEFAULTS = new DeleteOptions("", OptionalInt.empty(), "");

  /** The deletion of one incarnation. */
  public static DeleteOptions of(String uid) {
    return new DeleteOptions(uid, OptionalInt.empty(), "");
  }

  public DeleteOptions withGrace(int seconds) {
    return new DeleteOptions(uid, OptionalInt.of(seconds), propagationPolicy);
  }

  public DeleteOptions withPolicy(String policy) {
    return new DeleteOptions(uid, gracePeriodSeconds, policy);
  }

  ObjectNode body() {
    ObjectNode body = Json.object().put("kind", "DeleteOptions").put("apiVersion", "v1");
    if (!uid.isEmpty()) {
      body.putObject("preconditions").put("uid", uid);
    }
    gracePeriodSeconds.ifPresent(seconds -> body.put("gracePeriodSeconds", seconds));
    if (!propagationPolicy.isEmpty()) {
      body.put("propagationPolicy", propagationPolicy);
    }
    return body;
  }
}
