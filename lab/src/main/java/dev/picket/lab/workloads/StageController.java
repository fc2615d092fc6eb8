package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.DeleteOptions;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.workloads.Action.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Plays stages: chooses one for each object, waits until it is due, and makes happen what it says.
 * Used by one thread.
 */
final class StageController implements Controller {

  /** How long the pods of a node that is gone are left. */
  private static final Duration ORPHANED_FOR = Duration.ofSeconds(40);

  private final String name;
  private final ResourceType type;
  private final List<Stage> stages;
  private final Map<String, StatusFunction> functions;
  private final RandomGenerator random;
  private final Map<NamespacedName, Planned> planned = new HashMap<>();

  StageController(
      String name,
      ResourceType type,
      List<Stage> stages,
      Map<String, StatusFunction> functions,
      RandomGenerator random) {
    this.name = name;
    this.type = type;
    this.stages = stages.stream().filter(each -> each.kind().equals(type.kind())).toList();
    this.functions = Map.copyOf(functions);
    this.random = random;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<ResourceType> watched() {
    return type.equals(Kinds.NODES) ? List.of(type) : List.of(type, Kinds.NODES);
  }

  @Override
  public void concerned(
      ResourceType changed, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (changed.equals(type)) {
      keys.accept(NamespacedName.of(object));
    }
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    Optional<ObjectNode> found = caches.of(type).get(key);
    if (found.isEmpty() || !simulated(found.get(), caches)) {
      planned.remove(key);
      found.ifPresent(orphan -> collect(orphan, now, outcome));
      return outcome;
    }
    ObjectNode object = found.get();
    Planned plan = plan(key, object, now, outcome);
    if (plan == null) {
      return outcome;
    }
    Duration left = Duration.between(now, plan.due());
    if (!left.isPositive()) {
      planned.put(key, plan.played(Metadata.revision(object)));
      play(plan.stage(), object, now, outcome);
    } else {
      outcome.again(left);
    }
    return outcome;
  }

  /** Pods live on nodes. */
  private boolean simulated(ObjectNode object, Caches caches) {
    return type.equals(Kinds.NODES)
        || caches.of(Kinds.NODES).get(new NamespacedName("", Pods.node(object))).isPresent();
  }

  /** Nobody ends the pods of a node that is gone, so in the end they are deleted, as really. */
  private void collect(ObjectNode pod, Instant now, Outcome outcome) {
    if (Pods.node(pod).isEmpty() || !Metadata.deleting(pod)) {
      return;
    }
    Instant ends =
        Instant.parse(pod.path("metadata").path("deletionTimestamp").asText()).plus(ORPHANED_FOR);
    Duration left = Duration.between(now, ends);
    if (left.isPositive()) {
      outcome.again(left);
    } else {
      DeleteOptions options = DeleteOptions.of(Metadata.uid(pod)).withGrace(0);
      outcome.add(new Action.Delete(type, NamespacedName.of(pod), options, null));
    }
  }

  /** A plan holds while its stage fits, and until its outcome is seen. */
  private @Nullable Planned plan(
      NamespacedName key, ObjectNode object, Instant now, Outcome outcome) {
    Planned former = planned.get(key);
    if (former != null && former.holds(object)) {
      return former;
    }
    planned.remove(key);
    Optional<Stage> stage = Stage.choose(stages, object, random);
    if (stage.isEmpty()) {
      return null;
    }
    Instant due = now.plus(delay(stage.get(), object, outcome));
    Planned plan = new Planned(Metadata.uid(object), stage.get(), due, 0);
    planned.put(key, plan);
    return plan;
  }

  private Duration delay(Stage stage, ObjectNode object, Outcome outcome) {
    try {
      return stage.delay().of(object, random);
    } catch (IllegalArgumentException malformed) {
      String message = "stage " + stage.name() + ": " + malformed.getMessage();
      outcome.add(Action.warn(object, name, "InvalidDelay", message));
      return stage.delay().duration();
    }
  }

  private void play(Stage stage, ObjectNode object, Instant now, Outcome outcome) {
    Stage.Next next = stage.next();
    ObjectNode status =
        object.get("status") instanceof ObjectNode former ? former.deepCopy() : Json.object();
    if (next.template() != null) {
      merge(status, new StageTemplate(object, now).fill(next.template()));
    }
    StatusFunction function = functions.get(next.function());
    if (function != null) {
      function.apply(object, status, now).forEach(each -> outcome.add(new Action.Tell(each)));
    }
    if (next.event() != null) {
      Stage.Told told = next.event();
      Happening happening =
          new Happening(
              object, name, Pods.node(object), told.type(), told.reason(), told.message(), "");
      outcome.add(new Action.Tell(happening));
    }
    if (!status.equals(object.path("status"))) {
      ObjectNode changed = object.deepCopy();
      changed.set("status", status);
      outcome.add(new Action.UpdateStatus(type, changed));
    }
    finish(next, object, outcome);
  }

  private void finish(Stage.Next next, ObjectNode object, Outcome outcome) {
    Stage.Finalizers finalizers = next.finalizers();
    if (finalizers != null) {
      ObjectNode changed = object.deepCopy();
      change(changed, finalizers);
      // The status may have changed just now, which is no reason to refuse this.
      changed.withObjectProperty("metadata").remove("resourceVersion");
      outcome.add(new Action.Update(type, changed));
    }
    if (next.delete()) {
      outcome.add(
          new Action.Delete(
              type,
              NamespacedName.of(object),
              DeleteOptions.of(Metadata.uid(object)).withGrace(0),
              null));
    }
  }

  private static void change(ObjectNode object, Stage.Finalizers change) {
    ArrayNode list = object.withObjectProperty("metadata").withArrayProperty("finalizers");
    for (int each = list.size() - 1; each >= 0; each--) {
      if (change.empty() || change.remove().contains(list.get(each).asText())) {
        list.remove(each);
      }
    }
    change.add().forEach(list::add);
  }

  /** Merges objects into objects, and conditions by their types. */
  private static void merge(ObjectNode status, ObjectNode next) {
    for (Map.Entry<String, JsonNode> each : next.properties()) {
      if (each.getKey().equals("conditions")) {
        each.getValue()
            .forEach(condition -> {
              if (condition instanceof ObjectNode one) {
                Conditions.put(status, one.path("type").asText(), one);
              }
            });
      } else if (each.getValue() instanceof ObjectNode inner
          && status.get(each.getKey()) instanceof ObjectNode there) {
        merge(there, inner);
      } else {
        status.set(each.getKey(), each.getValue());
      }
    }
  }

  /**
   * What will happen to an object.
   *
   * @param uid of the object
   * @param due when
   * @param playedAt the revision at which it did happen; zero while it did not
   */
  private record Planned(String uid, Stage stage, Instant due, long playedAt) {

    Planned played(long revision) {
      return new Planned(uid, stage, due, revision);
    }

    boolean holds(ObjectNode object) {
      boolean over = playedAt > 0 && Metadata.revision(object) > playedAt;
      return !over && uid.equals(Metadata.uid(object)) && stage.matches(object);
    }
  }
}
