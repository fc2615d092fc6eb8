package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.patch.JsonPatch;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Derived;
import dev.picket.lab.store.Snapshot;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the webhooks that are configured. Safe for use by many threads. */
final class Webhooks implements Admission, AutoCloseable {

  /** How many validating webhooks are asked at the same time about one attempt. */
  private static final int AT_ONCE_MAX = 16;

  private final Supplier<Snapshot> latest;
  private final Matching.Types types;
  private final Conversion conversion;
  private final Caller caller;
  private final Derived<List<Webhook>, List<Webhook>> mutating;
  private final Derived<List<Webhook>, List<Webhook>> validating;

  Webhooks(
      Supplier<Snapshot> latest,
      Matching.Types types,
      Conversion conversion,
      Supplier<String> uids) {
    this.latest = latest;
    this.types = types;
    this.conversion = conversion;
    this.caller = new Caller(uids);
    this.mutating = derived("mutatingwebhookconfigurations");
    this.validating = derived("validatingwebhookconfigurations");
  }

  private static Derived<List<Webhook>, List<Webhook>> derived(String plural) {
    return new Derived<>(
        List.of(BuiltInTypes.get("admissionregistration.k8s.io", plural).scope(null)),
        Webhook::of,
        all -> all.stream().flatMap(List::stream).toList());
  }

  @Override
  public boolean concerns(ResourceType type, Attempt.Operation operation) {
    Snapshot snapshot = latest.get();
    return mutating.any(snapshot) || validating.any(snapshot);
  }

  @Override
  public @Nullable ObjectNode mutate(Attempt attempt) {
    Snapshot snapshot = latest.get();
    if (!mutating.any(snapshot)) {
      return attempt.object();
    }
    Attempt current = attempt;
    List<Webhook> all = mutating.of(snapshot);
    Set<String> asked = new HashSet<>();
    Set<String> again = new HashSet<>();
    for (Webhook each : all) {
      Outcome outcome = mutate(each, current, snapshot);
      if (outcome.changed()) {
        again.addAll(asked);
        asked.clear();
      }
      if (outcome.asked() && each.again()) {
        asked.add(each.id());
      }
      current = outcome.attempt();
    }
    for (Webhook each : all) {
      if (again.contains(each.id())) {
        current = mutate(each, current, snapshot).attempt();
      }
    }
    return current.object();
  }

  @Override
  public void validate(Attempt attempt) {
    Snapshot snapshot = latest.get();
    if (!validating.any(snapshot)) {
      return;
    }
    List<Webhook> all = validating.of(snapshot);
    for (int from = 0; from < all.size(); from += AT_ONCE_MAX) {
      validate(all.subList(from, Math.min(all.size(), from + AT_ONCE_MAX)), attempt, snapshot);
    }
  }

  @Override
  public void close() {
    Snapshot snapshot = latest.get();
    mutating.of(snapshot).forEach(each -> each.endpoint().close());
    validating.of(snapshot).forEach(each -> each.endpoint().close());
  }

  private void validate(List<Webhook> some, Attempt attempt, Snapshot snapshot) {
    List<Caller.Call> calls = new ArrayList<>();
    for (Webhook each : some) {
      Optional<Versioned> shown = shown(each, attempt, snapshot);
      if (shown.isPresent()) {
        try {
          calls.add(caller.ask(each, shown.get(), false, snapshot));
        } catch (CallException failure) {
          passOrFail(each, failure);
        }
      }
    }
    StatusException refused = null;
    for (Caller.Call each : calls) {
      try {
        requireAllowed(each.webhook(), response(each), attempt);
      } catch (StatusException denied) {
        refused = refused == null ? denied : refused;
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  private Outcome mutate(Webhook webhook, Attempt attempt, Snapshot snapshot) {
    Optional<Versioned> shown = shown(webhook, attempt, snapshot);
    if (shown.isEmpty()) {
      return new Outcome(attempt, false, false);
    }
    JsonNode response;
    try {
      response = response(caller.ask(webhook, shown.get(), true, snapshot));
    } catch (CallException failure) {
      passOrFail(webhook, failure);
      return new Outcome(attempt, true, false);
    }
    requireAllowed(webhook, response, attempt);
    ObjectNode object = shown.get().object();
    String patch = response == null ? "" : response.path("patch").asText();
    if (object == null || patch.isEmpty()) {
      return new Outcome(attempt, true, false);
    }
    ObjectNode patched = patched(webhook, object, patch);
    if (patched.equals(object)) {
      return new Outcome(attempt, true, false);
    }
    ResourceType type = shown.get().type();
    ObjectNode back =
        type.equals(attempt.type()) ? patched : conversion.convert(patched, type, attempt.type());
    return new Outcome(attempt.with(back), true, true);
  }

  /** The attempt as the webhook wants to see it; empty when it is not to be asked. */
  private Optional<Versioned> shown(Webhook webhook, Attempt attempt, Snapshot snapshot) {
    Optional<ResourceType> type = webhook.matching().match(attempt, snapshot, types);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Versioned shown = Versioned.of(attempt, type.get(), conversion);
    if (!holds(webhook, shown)) {
      return Optional.empty();
    }
    if (attempt.dryRun() && !webhook.dryRuns()) {
      throw StatusException.badRequest(
          "admission webhook \"" + webhook.name() + "\" does not support dry run");
    }
    return Optional.of(shown);
  }

  private static boolean holds(Webhook webhook, Versioned shown) {
    if (webhook.conditions().none()) {
      return true;
    }
    try {
      return webhook
          .conditions()
          .hold(
              Map.of(
                  "object", CelValues.of(shown.object()),
                  "oldObject", CelValues.of(shown.former()),
                  "request", CelValues.of(Review.request(shown))));
    } catch (ExpressionException failure) {
      if (webhook.ignoresFailure()) {
        return false;
      }
      throw StatusException.forbidden(
          shown.original().type(), shown.original().name(), String.valueOf(failure.getMessage()));
    }
  }

  /** The response; null when there is none and that does not matter. */
  private static @Nullable JsonNode response(Caller.Call call) {
    try {
      return call.response();
    } catch (CallException failure) {
      passOrFail(call.webhook(), failure);
      return null;
    }
  }

  private static void passOrFail(Webhook webhook, CallException failure) {
    if (!webhook.ignoresFailure()) {
      throw StatusException.internal(
          "failed calling webhook \"" + webhook.name() + "\": " + failure.getMessage());
    }
  }

  private static void requireAllowed(
      Webhook webhook, @Nullable JsonNode response, Attempt attempt) {
    if (response == null) {
      return;
    }
    Warnings.tell(response.path("warnings"), attempt.warnings());
    if (!response.path("allowed").asBoolean()) {
      throw Denial.of(webhook.name(), response.path("status"));
    }
  }

  private static ObjectNode patched(Webhook webhook, ObjectNode object, String patch) {
    ObjectNode patched = object.deepCopy();
    try {
      JsonPatch.apply(patched, Json.read(Base64.getDecoder().decode(patch), false));
    } catch (StatusException | IllegalArgumentException failure) {
      throw StatusException.internal(
          "the patch of webhook \"" + webhook.name() + "\": " + failure.getMessage());
    }
    requireSame(webhook, object, patched);
    return patched;
  }

  /** A webhook may not make another object of it. */
  private static void requireSame(Webhook webhook, ObjectNode object, ObjectNode patched) {
    for (String each :
        List.of("/apiVersion", "/kind", "/metadata/name", "/metadata/namespace", "/metadata/uid")) {
      if (!object.at(each).asText().equals(patched.at(each).asText())) {
        throw StatusException.internal(
            "the patch of webhook \"" + webhook.name() + "\" changes " + each);
      }
    }
  }

  /**
   * What became of an attempt.
   *
   * @param attempt as it is now
   * @param asked whether the webhook was asked
   * @param changed whether it changed the object
   */
  private record Outcome(Attempt attempt, boolean asked, boolean changed) {}
}
