package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Cache;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The templates that a StatefulSet had, each in a ControllerRevision whose data is a patch that
 * brings the template back.
 *
 * @param set whose they are
 * @param update the revision of the template that is wanted
 * @param current the revision that pods had before; the same when no update is under way
 * @param all by revision, the oldest first
 */
record StatefulSetRevisions(
    ObjectNode set, ObjectNode update, ObjectNode current, List<ObjectNode> all) {

  static final String POD_REVISION = "controller-revision-hash";
  private static final String HASH = "controller.kubernetes.io/hash";

  /** As long as the name of a set may be in the name of a revision. */
  private static final int PREFIX_LENGTH = 223;

  StatefulSetRevisions {
    all = List.copyOf(all);
  }

  /**
   * The revisions of a set.
   *
   * @return empty when the wanted one has to be written first, which is added to the outcome
   */
  static Optional<StatefulSetRevisions> of(
      ObjectNode set, List<ObjectNode> claimed, Cache cache, Outcome outcome) {
    List<ObjectNode> sorted =
        claimed.stream()
            .sorted(
                Comparator.comparingLong(StatefulSetRevisions::number)
                    .thenComparing(Metadata::created)
                    .thenComparing(Metadata::name))
            .toList();
    JsonNode data = data(set.path("spec").path("template"));
    Optional<ObjectNode> equal =
        sorted.reversed().stream().filter(each -> each.path("data").equals(data)).findFirst();
    if (equal.isEmpty()) {
      if (!Metadata.deleting(set)) {
        create(set, data, next(sorted), cache, outcome);
      }
      return Optional.empty();
    }
    ObjectNode update = equal.get();
    if (!update.equals(sorted.getLast())) {
      ObjectNode bumped = update.deepCopy();
      Counts.put(bumped, "revision", next(sorted));
      outcome.add(new Action.Update(Kinds.REVISIONS, bumped));
      return Optional.empty();
    }
    String name = set.path("status").path("currentRevision").asText();
    ObjectNode current =
        sorted.stream().filter(each -> Metadata.name(each).equals(name)).findFirst().orElse(update);
    return Optional.of(new StatefulSetRevisions(set, update, current, sorted));
  }

  /** The template of a revision. */
  static ObjectNode template(ObjectNode revision) {
    ObjectNode template = Json.object();
    revision
        .path("data")
        .path("spec")
        .path("template")
        .properties()
        .forEach(each -> template.set(each.getKey(), each.getValue().deepCopy()));
    template.remove("$patch");
    return template;
  }

  /** Which revision a pod is of; empty when it does not say. */
  static String revision(JsonNode pod) {
    return pod.path("metadata").path("labels").path(POD_REVISION).asText();
  }

  String updateName() {
    return Metadata.name(update);
  }

  String currentName() {
    return Metadata.name(current);
  }

  /** Deletes the revisions that nothing refers to and that history no longer keeps. */
  void forgetOldest(List<ObjectNode> pods, Outcome outcome) {
    Set<String> live = new HashSet<>(List.of(updateName(), currentName()));
    pods.forEach(each -> live.add(revision(each)));
    List<ObjectNode> kept =
        new ArrayList<>(all.stream().filter(each -> !live.contains(Metadata.name(each))).toList());
    int limit = set.path("spec").path("revisionHistoryLimit").asInt(10);
    for (ObjectNode each : kept.subList(0, Math.max(0, kept.size() - limit))) {
      if (!Metadata.deleting(each)) {
        outcome.add(Action.delete(Kinds.REVISIONS, each, null));
      }
    }
  }

  private static long number(JsonNode revision) {
    return revision.path("revision").asLong();
  }

  private static long next(List<ObjectNode> sorted) {
    return sorted.isEmpty() ? 1 : number(sorted.getLast()) + 1;
  }

  /** A strategic merge patch of the set that replaces its template. */
  private static ObjectNode data(JsonNode template) {
    ObjectNode data = Json.object();
    ObjectNode replaced = data.putObject("spec").putObject("template");
    replaced.put("$patch", "replace");
    template.properties().forEach(each -> replaced.set(each.getKey(), each.getValue().deepCopy()));
    return data;
  }

  private static void create(
      ObjectNode set, JsonNode data, long number, Cache cache, Outcome outcome) {
    long collisions = set.path("status").path("collisionCount").asLong();
    String hash = TemplateHash.of(data, collisions);
    String owner = Metadata.name(set);
    String prefix = owner.substring(0, Math.min(owner.length(), PREFIX_LENGTH));
    NamespacedName key = new NamespacedName(Metadata.namespace(set), prefix + "-" + hash);
    if (cache.get(key).isPresent()) {
      ObjectNode next = set.deepCopy();
      next.withObjectProperty("status").put("collisionCount", (int) collisions + 1);
      outcome.add(new Action.UpdateStatus(Kinds.STATEFUL_SETS, next));
      return;
    }
    ObjectNode revision =
        Json.object().put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
    ObjectNode metadata = revision.putObject("metadata");
    metadata.put("name", key.name()).put("namespace", key.namespace());
    ObjectNode labels = metadata.putObject("labels");
    Metadata.labels(set.path("spec").path("template")).forEach(labels::put);
    labels.put(HASH, hash);
    JsonNode annotations = set.path("metadata").path("annotations");
    if (!annotations.isEmpty()) {
      metadata.set("annotations", annotations.deepCopy());
    }
    Metadata.setController(revision, set);
    revision.set("data", data);
    Counts.put(revision, "revision", number);
    outcome.add(new Action.Create(Kinds.REVISIONS, revision, null));
  }
}
