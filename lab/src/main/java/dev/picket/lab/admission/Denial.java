package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;

/** What a webhook's refusal becomes. */
final class Denial {

  private static final int LOWEST = 400;
  private static final int HIGHEST = 599;

  private Denial() {}

  /**
   * The refusal.
   *
   * @param status as the webhook gave it; may be missing
   */
  static StatusException of(String webhook, JsonNode status) {
    int code = status.path("code").asInt();
    String reason = status.path("reason").asText();
    String message = status.path("message").asText();
    String denied = "admission webhook \"" + webhook + "\" denied the request";
    String why = message.isEmpty() ? reason : message;
    ObjectNode details = status.path("details") instanceof ObjectNode given ? given : Json.object();
    return StatusException.of(
        code < LOWEST || code > HIGHEST ? LOWEST : code,
        reason,
        denied + (why.isEmpty() ? " without explanation" : ": " + why),
        details);
  }
}
