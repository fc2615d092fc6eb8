package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.admission.Attempt;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.kinds.MetadataChecks;
import dev.picket.lab.kinds.RulesRegistry;
import dev.picket.lab.kinds.Surroundings;
import dev.picket.lab.resource.Decoder;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces objects, which is what PUT, PATCH and most subresources come to. All but the last step
 * happens outside of the store's lock, on what there was; when another write came between, it is
 * done again on what there is then.
 */
final class Replacement {

  private static final int ATTEMPTS_MAX = 64;

  private static final List<String> KEPT =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "generation",
          "generateName",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private final ObjectStore store;
  private final Identity identity;
  private final RulesRegistry rules;
  private final Admission admission;
  private final Deletion deletion;

  Replacement(
      ObjectStore store,
      Identity identity,
      RulesRegistry rules,
      Admission admission,
      Deletion deletion) {
    this.store = store;
    this.identity = identity;
    this.rules = rules;
    this.admission = admission;
    this.deletion = deletion;
  }

  /**
   * Puts a desired object in the place of the one that exists, if it may.
   *
   * @return the object as it is now, which is the former when nothing differs
   * @throws StatusException 404 when there is none, 409 when another write came between too often
   */
  StoredObject replace(Write write, Change change) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Snapshot snapshot = store.latest();
      StoredObject former = Verbs.required(snapshot, write.target());
      ObjectNode shown = Versions.shown(write.target().type(), former);
      ObjectNode desired = change.of(shown);
      Optional<StoredObject> now = replace(write, snapshot, former, desired);
      if (now.isPresent()) {
        return now.get();
      }
    }
    throw StatusException.stale(write.target().type(), write.target().requiredName());
  }

  /** Empty when another write came between. */
  private Optional<StoredObject> replace(
      Write write, Snapshot snapshot, StoredObject former, ObjectNode desired) {
    Target target = write.target();
    ObjectNode before = former.content();
    ObjectNode metadata = Bodies.metadata(desired);
    requireUid(target, former.uid(), metadata);
    requireRevision(target, former, metadata);
    KindRules own = rules.of(target.type());
    JsonNode managedFields = Tracking.of(desired);
    ObjectNode next = completed(write, own, snapshot, before, desired);
    Tracking.updated(write, before, next, managedFields, identity.now());
    managedFields = Tracking.of(next);
    next = admitted(write, own, snapshot, before, next);
    Tracking.set(next, managedFields);
    check(write, own, before, next);
    if (asks(target)) {
      admission.validate(attempt(write, next, before));
    }
    next.withObjectProperty("metadata").put("resourceVersion", Long.toString(former.revision()));
    if (next.equals(before)) {
      return Optional.of(former);
    }
    ObjectNode last = next;
    return Commits.run(
        store,
        write.dryRun(),
        transaction ->
            transaction
                .now()
                .get(former.key())
                .filter(there -> there.revision() == former.revision())
                .map(there -> deletion.put(transaction, former.key(), last)));
  }

  /** The desired object with what its client may not change as it was, in the kept version. */
  private ObjectNode completed(
      Write write, KindRules own, Snapshot snapshot, ObjectNode before, ObjectNode desired) {
    Target target = write.target();
    ObjectNode kept = Versions.stored(target.type(), desired);
    own.complete(kept);
    ObjectNode next;
    if (target.subresource().isEmpty()) {
      next = whole(target.type(), before, kept);
      own.prepareUpdate(
          before, next, new Surroundings(identity.now(), identity.random(), snapshot));
    } else {
      next = before.deepCopy();
      Parts.copy(target, kept, next);
    }
    if (own.countsGenerations() && !spec(target.type(), next).equals(spec(target.type(), before))) {
      long generation = before.path("metadata").path("generation").asLong();
      Bodies.metadata(next).put("generation", generation + 1);
    }
    return next;
  }

  private static ObjectNode whole(ResourceType type, ObjectNode before, ObjectNode kept) {
    ObjectNode metadata = Bodies.metadata(kept);
    KEPT.forEach(each -> Parts.copy(List.of(each), Bodies.metadata(before), metadata));
    metadata.remove("selfLink");
    if (type.status()) {
      Parts.copy(List.of("status"), before, kept);
    }
    return kept;
  }

  /** A Binding was looked at when it came; the pod that it changes is not another attempt. */
  private boolean asks(Target target) {
    return !target.subresource().equals("binding")
        && admission.concerns(target.type(), Attempt.Operation.UPDATE);
  }

  private ObjectNode admitted(
      Write write, KindRules own, Snapshot snapshot, ObjectNode before, ObjectNode next) {
    if (!asks(write.target())) {
      return next;
    }
    Attempt attempt = attempt(write, next, before);
    ObjectNode changed = admission.mutate(attempt);
    if (changed != null && write.target().subresource().equals("scale")) {
      ScalePaths.of(write.target().type())
          .scaleTo(next, changed.path("spec").path("replicas").asInt());
      return next;
    }
    return changed == null || changed.equals(attempt.object())
        ? next
        : completed(
            write, own, snapshot, before, Decoder.decode(write.target().type(), changed).object());
  }

  private static Attempt attempt(Write write, ObjectNode next, ObjectNode before) {
    return write.attempt(
        Attempt.Operation.UPDATE,
        write.target().requiredName(),
        asked(write.target(), next),
        asked(write.target(), before));
  }

  /** As admission sees it: in the version of the request, and a Scale where that is changed. */
  private static ObjectNode asked(Target target, ObjectNode object) {
    ObjectNode shown = Versions.shown(target.type(), object.deepCopy());
    return target.subresource().equals("scale") ? ScalePaths.of(target.type()).scale(shown) : shown;
  }

  private static void check(Write write, KindRules own, ObjectNode before, ObjectNode next) {
    Target target = write.target();
    requireNoNewFinalizer(target, before, next);
    List<FieldProblem> problems = new ArrayList<>(MetadataChecks.check(target.type(), next));
    problems.addAll(
        switch (target.subresource()) {
          case "", "scale" -> own.checkUpdate(before, next);
          case "status" -> own.checkStatus(before, next);
          default -> own.checkPart(target.subresource(), before, next);
        });
    Creation.require(target.type(), target.requiredName(), problems);
    own.warnings(next).forEach(write::warn);
  }

  /** A PUT names the incarnation that it is about by its uid. */
  static void requireUid(Target target, String uid, JsonNode metadata) {
    String wanted = metadata.path("uid").asText();
    if (!wanted.isEmpty() && !wanted.equals(uid)) {
      throw StatusException.conflict(
          target.type(),
          target.requiredName(),
          "Precondition failed: UID in precondition: " + wanted + ", UID in object meta: " + uid);
    }
  }

  private static void requireRevision(Target target, StoredObject former, ObjectNode metadata) {
    String wanted = metadata.path("resourceVersion").asText();
    ResourceType type = target.type();
    if (wanted.isEmpty() || wanted.equals("0")) {
      if (type.updates().conditional()) {
        throw StatusException.invalid(
            type,
            target.requiredName(),
            "metadata.resourceVersion",
            "Invalid value: 0x0: must be specified for an update");
      }
    } else if (!wanted.matches("\\d{1,18}")) {
      throw StatusException.of(
          500, "", "strconv.ParseUint: parsing \"" + wanted + "\": invalid syntax");
    } else if (Long.parseLong(wanted) != former.revision()) {
      throw StatusException.stale(type, target.requiredName());
    }
  }

  private static void requireNoNewFinalizer(Target target, JsonNode before, JsonNode next) {
    if (!before.path("metadata").has("deletionTimestamp")) {
      return;
    }
    List<String> added = new ArrayList<>(Deletion.finalizers(next));
    added.removeAll(Deletion.finalizers(before));
    if (!added.isEmpty()) {
      String why =
          "no new finalizers can be added if the object is being deleted, found new finalizers "
              + added;
      throw StatusException.invalid(
          target.type(),
          target.requiredName(),
          List.of(FieldProblem.forbidden("metadata.finalizers", why)));
    }
  }

  /** The part of an object whose changes count as generations. */
  private static ObjectNode spec(ResourceType type, ObjectNode object) {
    ObjectNode spec = object.deepCopy();
    spec.remove(type.status() ? List.of("metadata", "status") : List.of("metadata"));
    return spec;
  }

  /** What is desired, given what there is. */
  @FunctionalInterface
  interface Change {

    /**
     * The desired object in the version of the request; it may be the same one, changed.
     *
     * @throws StatusException when it cannot be
     */
    ObjectNode of(ObjectNode former);
  }
}
