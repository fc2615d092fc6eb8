package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Says in the status of PodDisruptionBudgets how many pods may be evicted. */
final class DisruptionController implements Controller {

  /** How long an eviction is believed to be under way while the pod is there. */
  private static final Duration EVICTION_TIMEOUT = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "disruption-controller";
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(
        Kinds.DISRUPTION_BUDGETS,
        Kinds.PODS,
        Kinds.REPLICA_SETS,
        Kinds.DEPLOYMENTS,
        Kinds.STATEFUL_SETS,
        Kinds.REPLICATION_CONTROLLERS);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (type.equals(Kinds.DISRUPTION_BUDGETS)) {
      keys.accept(NamespacedName.of(object));
      return;
    }
    for (ObjectNode each : caches.of(Kinds.DISRUPTION_BUDGETS).in(Metadata.namespace(object))) {
      // A change of a controller's size is of interest wherever its pods are selected.
      if (!type.equals(Kinds.PODS) || selects(each, object)) {
        keys.accept(NamespacedName.of(each));
      }
    }
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    caches
        .of(Kinds.DISRUPTION_BUDGETS)
        .get(key)
        .filter(each -> !Metadata.deleting(each))
        .ifPresent(budget -> count(budget, caches, now, outcome));
    return outcome;
  }

  private static void count(ObjectNode budget, Caches caches, Instant now, Outcome outcome) {
    List<ObjectNode> pods =
        caches.of(Kinds.PODS).in(Metadata.namespace(budget)).stream()
            .filter(each -> selects(budget, each))
            .filter(each -> !Pods.ended(each))
            .toList();
    ObjectNode next = budget.deepCopy();
    ObjectNode status = next.withObjectProperty("status");
    Map<String, Instant> evicted = evicted(budget, pods, now, outcome);
    JsonNode spec = budget.path("spec");
    OptionalInt expected = expected(spec, pods, caches);
    int healthy =
        (int)
            pods.stream()
                .filter(each -> Pods.ready(each) && !Metadata.deleting(each))
                .filter(each -> !evicted.containsKey(Metadata.name(each)))
                .count();
    int wanted = 0;
    if (expected.isPresent()) {
      wanted =
          spec.hasNonNull("maxUnavailable")
              ? Math.max(
                  0,
                  expected.getAsInt()
                      - Counts.scaled(spec.path("maxUnavailable"), expected.getAsInt(), true))
              : Counts.scaled(spec.path("minAvailable"), expected.getAsInt(), true);
    }
    int allowed = expected.orElse(0) <= 0 ? 0 : Math.max(0, healthy - wanted);
    status.put("currentHealthy", healthy).put("desiredHealthy", wanted);
    status.put("disruptionsAllowed", allowed).put("expectedPods", expected.orElse(0));
    Counts.put(status, "observedGeneration", Metadata.generation(budget));
    ObjectNode disrupted = Json.object();
    evicted.forEach((name, time) -> disrupted.put(name, Timestamps.seconds(time)));
    if (disrupted.isEmpty()) {
      status.remove("disruptedPods");
    } else {
      status.set("disruptedPods", disrupted);
    }
    condition(status, budget, expected.isPresent(), allowed, now);
    if (!next.equals(budget)) {
      outcome.add(new Action.UpdateStatus(Kinds.DISRUPTION_BUDGETS, next));
    }
  }

  private static void condition(
      ObjectNode status, ObjectNode budget, boolean counted, int allowed, Instant now) {
    String reason = !counted ? "SyncFailed" : allowed > 0 ? "SufficientPods" : "InsufficientPods";
    String message = counted ? "" : "found no controller ref for a pod, or one without scale";
    String value = allowed > 0 ? "True" : "False";
    Conditions.set(status, "DisruptionAllowed", value, reason, message, Timestamps.seconds(now));
    Conditions.find(status, "DisruptionAllowed")
        .ifPresent(each -> {
          each.put("message", message);
          Counts.put(each, "observedGeneration", Metadata.generation(budget));
        });
  }

  /** Those that the eviction of has been allowed and that are not yet seen to go. */
  private static Map<String, Instant> evicted(
      ObjectNode budget, List<ObjectNode> pods, Instant now, Outcome outcome) {
    Map<String, Instant> evicted = new HashMap<>();
    JsonNode noted = budget.path("status").path("disruptedPods");
    for (ObjectNode pod : pods) {
      String time = noted.path(Metadata.name(pod)).asText();
      if (!time.isEmpty() && !Metadata.deleting(pod)) {
        Instant since = Instant.parse(time);
        Duration left = Duration.between(now, since.plus(EVICTION_TIMEOUT));
        if (left.isPositive()) {
          evicted.put(Metadata.name(pod), since);
          outcome.again(left);
        }
      }
    }
    return evicted;
  }

  /** How many pods there should be; empty when nobody says so. */
  private static OptionalInt expected(JsonNode spec, List<ObjectNode> pods, Caches caches) {
    JsonNode minimum = spec.path("minAvailable");
    if (!spec.hasNonNull("maxUnavailable") && !minimum.isTextual()) {
      return OptionalInt.of(pods.size());
    }
    Map<String, Integer> sizes = new HashMap<>();
    for (ObjectNode each : pods) {
      Optional<ObjectNode> owner = scaled(each, caches);
      if (owner.isEmpty()) {
        return OptionalInt.empty();
      }
      sizes.put(Metadata.uid(owner.get()), owner.get().path("spec").path("replicas").asInt(1));
    }
    return OptionalInt.of(sizes.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** Who decides how many pods of its like there are. */
  private static Optional<ObjectNode> scaled(ObjectNode pod, Caches caches) {
    Optional<ObjectNode> owner = owner(pod, caches);
    Optional<ObjectNode> above = owner.flatMap(each -> owner(each, caches));
    return above.isPresent() ? above : owner;
  }

  private static Optional<ObjectNode> owner(ObjectNode object, Caches caches) {
    Optional<JsonNode> reference = Metadata.controller(object);
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    String kind = reference.get().path("kind").asText();
    for (ResourceType each :
        List.of(
            Kinds.REPLICA_SETS,
            Kinds.DEPLOYMENTS,
            Kinds.STATEFUL_SETS,
            Kinds.REPLICATION_CONTROLLERS)) {
      if (each.kind().equals(kind)) {
        return caches
            .of(each)
            .get(
                new NamespacedName(
                    Metadata.namespace(object), reference.get().path("name").asText()));
      }
    }
    return Optional.empty();
  }

  /** Budgets of policy/v1 with an empty selector select every pod of their namespace. */
  private static boolean selects(ObjectNode budget, ObjectNode pod) {
    JsonNode selector = budget.path("spec").path("selector");
    return selector.isObject() && Selectors.matches(selector, Metadata.labels(pod));
  }
}
