package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.admission.Attempt;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.kinds.MetadataChecks;
import dev.picket.lab.kinds.RulesRegistry;
import dev.picket.lab.kinds.Surroundings;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Decoder;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates objects: names them, completes them, lets admission change them, checks them, asks
 * admission, and keeps them.
 */
final class Creation {

  private static final List<String> SET_BY_SERVER =
      List.of(
          "selfLink",
          "managedFields",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion");

  private final ObjectStore store;
  private final Identity identity;
  private final RulesRegistry rules;
  private final Admission admission;

  Creation(ObjectStore store, Identity identity, RulesRegistry rules, Admission admission) {
    this.store = store;
    this.identity = identity;
    this.rules = rules;
    this.admission = admission;
  }

  /**
   * Creates the object that a POST describes.
   *
   * @param object in the version of the request; not to be used afterwards
   * @throws StatusException when it may not be created
   */
  StoredObject create(Write write, ObjectNode object) {
    ObjectNode metadata = Bodies.metadata(object);
    if (!metadata.path("resourceVersion").asText().isEmpty()) {
      throw StatusException.of(
          500, "", "resourceVersion should not be set on objects to be created");
    }
    return createAnyway(write, object);
  }

  /** The same for a PUT that finds nothing, which may well name a revision. */
  StoredObject createAnyway(Write write, ObjectNode object) {
    Snapshot snapshot = store.latest();
    ResourceType type = write.target().type();
    JsonNode managedFields = Tracking.of(object);
    String name = identify(snapshot, write.target(), Bodies.metadata(object));
    requireNamespace(snapshot, write.target(), name);
    ObjectNode stored = prepared(write, snapshot, name, object, managedFields);
    Key key = type.key(write.target().space(), name);
    return Commits.run(
        store, write.dryRun(), transaction -> put(transaction, write.target(), key, stored));
  }

  private ObjectNode prepared(
      Write write, Snapshot snapshot, String name, ObjectNode object, JsonNode managedFields) {
    ResourceType type = write.target().type();
    KindRules own = rules.of(type);
    ObjectNode stored = Versions.stored(type, object);
    if (type.status() && !own.createdWithStatus()) {
      stored.remove("status");
    }
    own.complete(stored);
    Tracking.created(write, stored, managedFields, identity.now());
    own.prepare(stored, new Surroundings(identity.now(), identity.random(), snapshot));
    if (own.countsGenerations()) {
      Bodies.metadata(stored).put("generation", 1);
    }
    stored = admitted(write, own, name, stored);
    List<FieldProblem> problems = new ArrayList<>(MetadataChecks.check(type, stored));
    problems.addAll(own.check(stored));
    require(type, name, problems);
    if (admission.concerns(type, Attempt.Operation.CREATE)) {
      ObjectNode shown = Versions.shown(type, stored.deepCopy());
      admission.validate(write.attempt(Attempt.Operation.CREATE, name, shown, null));
    }
    own.warnings(stored).forEach(write::warn);
    return stored;
  }

  private ObjectNode admitted(Write write, KindRules own, String name, ObjectNode stored) {
    ResourceType type = write.target().type();
    if (!admission.concerns(type, Attempt.Operation.CREATE)) {
      return stored;
    }
    ObjectNode shown = Versions.shown(type, stored.deepCopy());
    ObjectNode changed =
        admission.mutate(write.attempt(Attempt.Operation.CREATE, name, shown, null));
    if (changed == null || changed.equals(shown)) {
      return stored;
    }
    ObjectNode next = Versions.stored(type, Decoder.decode(type, changed).object());
    own.complete(next);
    return next;
  }

  private static StoredObject put(
      Transaction transaction, Target target, Key key, ObjectNode stored) {
    requireNamespace(transaction.now(), target, key.name());
    if (transaction.now().get(key).isPresent()) {
      throw StatusException.alreadyExists(target.type(), key.name());
    }
    return transaction.put(key, stored);
  }

  static void require(ResourceType type, String name, List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw StatusException.invalid(type, name, problems);
    }
  }

  /** Gives the object its namespace, name, uid and time. */
  private String identify(Snapshot snapshot, Target target, ObjectNode metadata) {
    ResourceType type = target.type();
    place(target, metadata);
    String name = metadata.path("name").asText();
    String prefix = metadata.path("generateName").asText();
    if (name.isEmpty() && !prefix.isEmpty()) {
      do {
        name = Names.generate(prefix, identity.random());
      } while (snapshot.get(type.key(target.space(), name)).isPresent());
      metadata.put("name", name);
    }
    if (name.isEmpty()) {
      throw StatusException.invalid(
          type,
          name,
          List.of(FieldProblem.required("metadata.name", "name or generateName is required")));
    }
    metadata.remove(SET_BY_SERVER);
    metadata.put("uid", identity.uid()).put("creationTimestamp", identity.now());
    return name;
  }

  private static void place(Target target, ObjectNode metadata) {
    String own = metadata.path("namespace").asText();
    if (!target.type().namespaced()) {
      metadata.remove("namespace");
    } else if (own.isEmpty()) {
      metadata.put("namespace", target.space());
    } else if (!own.equals(target.space())) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static void requireNamespace(Snapshot snapshot, Target target, String name) {
    if (!target.type().namespaced()) {
      return;
    }
    String space = target.space();
    Optional<StoredObject> namespace = snapshot.get(BuiltInTypes.NAMESPACE.key("", space));
    if (namespace.isEmpty()) {
      throw StatusException.notFound(BuiltInTypes.NAMESPACE, space);
    }
    if (namespace.get().deleting()) {
      StatusException terminating =
          StatusException.forbidden(
              target.type(),
              name,
              "unable to create new content in namespace "
                  + space
                  + " because it is being terminated");
      terminating.cause(
          "NamespaceTerminating",
          "namespace " + space + " is being terminated",
          "metadata.namespace");
      throw terminating;
    }
  }
}
