package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.SelectorObject;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Deletes pods as far as their disruption budgets allow it. */
final class Eviction {

  private static final ResourceType BUDGET = BuiltInTypes.get("policy", "poddisruptionbudgets");

  private final ObjectStore store;
  private final Identity identity;
  private final Deletion deletion;
  private final Admission admission;

  Eviction(ObjectStore store, Identity identity, Deletion deletion, Admission admission) {
    this.admission = admission;
    this.store = store;
    this.identity = identity;
    this.deletion = deletion;
  }

  Answer evict(ApiRequest request, Target target) {
    Write write = Write.of(request, target);
    ObjectNode posted = Bodies.shaped(write, "policy.v1.Eviction");
    requireEviction(target, posted);
    posted.put("kind", "Eviction").put("apiVersion", "policy/v1");
    ObjectNode eviction = Actions.admitted(admission, write, posted);
    DeleteOptions options = DeleteOptions.of(eviction.path("deleteOptions"), request.query());
    boolean dryRun = write.dryRun() || options.dryRun();
    Commits.run(store, dryRun, transaction -> evict(transaction, target, options));
    ObjectNode success = Json.object().put("kind", "Status").put("apiVersion", "v1");
    success.set("metadata", Json.object());
    return Answer.json(201, success.put("status", "Success").put("code", 201));
  }

  private static void requireEviction(Target target, ObjectNode eviction) {
    String version = eviction.path("apiVersion").asText("policy/v1");
    if (!eviction.path("kind").asText("Eviction").equals("Eviction")
        || !Set.of("policy/v1", "policy/v1beta1").contains(version)) {
      throw StatusException.badRequest(
          "the body is a %s of %s, expected an Eviction of policy/v1"
              .formatted(eviction.path("kind").asText(), version));
    }
    if (!eviction.path("metadata").path("name").asText().equals(target.requiredName())) {
      throw StatusException.badRequest("name in URL does not match name in Eviction object");
    }
  }

  private boolean evict(Transaction transaction, Target target, DeleteOptions options) {
    StoredObject pod = Verbs.required(transaction.now(), target);
    options.requirePreconditions(target, pod);
    ObjectNode content = pod.content();
    if (counts(content)) {
      List<StoredObject> budgets = budgets(transaction, pod);
      if (budgets.size() > 1) {
        throw StatusException.of(
            500,
            "InternalError",
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.");
      }
      budgets.forEach(each -> spend(transaction, target, each));
    }
    deletion.delete(transaction, target.type(), pod, options);
    return true;
  }

  /** Pods that have ended, or have not begun, or are being deleted, are no loss. */
  private static boolean counts(ObjectNode pod) {
    String phase = pod.path("status").path("phase").asText();
    return !pod.path("metadata").has("deletionTimestamp")
        && !Set.of("Pending", "Succeeded", "Failed").contains(phase);
  }

  private static List<StoredObject> budgets(Transaction transaction, StoredObject pod) {
    List<StoredObject> budgets = new ArrayList<>();
    transaction
        .now()
        .visit(
            BUDGET.scope(pod.key().namespace()),
            budget -> {
              JsonNode selector = budget.content().path("spec").path("selector");
              if (selector.isObject() && SelectorObject.parse(selector).matches(pod.labels())) {
                budgets.add(budget);
              }
              return true;
            });
    return budgets;
  }

  private void spend(Transaction transaction, Target target, StoredObject budget) {
    ObjectNode content = budget.content();
    ObjectNode status = content.withObjectProperty("status");
    String name = budget.key().name();
    boolean observed =
        status.path("observedGeneration").asLong()
            >= content.path("metadata").path("generation").asLong();
    int allowed = status.path("disruptionsAllowed").asInt();
    if (!observed || allowed <= 0) {
      throw refused(
          name,
          observed
              ? "The disruption budget %s needs %d healthy pods and has %d currently"
                  .formatted(
                      name,
                      status.path("desiredHealthy").asInt(),
                      status.path("currentHealthy").asInt())
              : "The disruption budget " + name + " is still being processed by the server.");
    }
    status.put("disruptionsAllowed", allowed - 1);
    status.withObjectProperty("disruptedPods").put(target.requiredName(), identity.now());
    transaction.put(budget.key(), content);
  }

  private static StatusException refused(String budget, String why) {
    StatusException refused =
        StatusException.of(
            429,
            "TooManyRequests",
            "Cannot evict pod as it would violate the pod's disruption budget.");
    refused.cause("policy", budget, "DisruptionBudget", why, "");
    return refused;
  }
}
