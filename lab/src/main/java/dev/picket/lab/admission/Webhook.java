package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.store.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One webhook of a configuration, compiled.
 *
 * @param name as messages have it
 * @param id names it among all webhooks
 * @param endpoint where it is
 * @param matching which attempts concern it
 * @param conditions that narrow them down
 * @param ignoresFailure whether a failure to ask it lets the attempt pass
 * @param timeout for its answer
 * @param again whether it is asked again when others have changed the object after it
 * @param dryRuns whether it may be asked about rehearsals
 */
record Webhook(
    String name,
    String id,
    Endpoint endpoint,
    Matching matching,
    Conditions conditions,
    boolean ignoresFailure,
    Duration timeout,
    boolean again,
    boolean dryRuns) {

  private static final int DEFAULT_TIMEOUT_SECONDS = 10;

  /** The webhooks of a configuration. */
  static List<Webhook> of(StoredObject configuration) {
    List<Webhook> webhooks = new ArrayList<>();
    JsonNode list = configuration.content().path("webhooks");
    for (int index = 0; index < list.size(); index++) {
      webhooks.add(of(list.get(index), configuration.key().name() + "/" + index));
    }
    return List.copyOf(webhooks);
  }

  private static Webhook of(JsonNode webhook, String id) {
    String sideEffects = webhook.path("sideEffects").asText();
    return new Webhook(
        webhook.path("name").asText(),
        id,
        new Endpoint(webhook.path("clientConfig")),
        Matching.ofWebhook(webhook),
        Conditions.of(webhook.path("matchConditions"), Conditions.VARIABLES),
        webhook.path("failurePolicy").asText().equals("Ignore"),
        Duration.ofSeconds(webhook.path("timeoutSeconds").asInt(DEFAULT_TIMEOUT_SECONDS)),
        webhook.path("reinvocationPolicy").asText().equals("IfNeeded"),
        sideEffects.equals("None") || sideEffects.equals("NoneOnDryRun"));
  }
}
