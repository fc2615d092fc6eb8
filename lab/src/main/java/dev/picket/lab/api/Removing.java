package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Selection;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The verbs delete and deletecollection. */
final class Removing {

  private static final Set<String> ONE =
      Set.of(
          "dryRun",
          "gracePeriodSeconds",
          "orphanDependents",
          "pretty",
          "propagationPolicy",
          "timeout");
  private static final Set<String> SELECTED =
      Set.of("fieldSelector", "labelSelector", "resourceVersion", Selecting.SHARD_SELECTOR);

  private final Writes writes;
  private final Deletion deletion;
  private final Selecting selecting;

  Removing(Writes writes, Deletion deletion, Selecting selecting) {
    this.writes = writes;
    this.deletion = deletion;
    this.selecting = selecting;
  }

  Answer delete(ApiRequest request, Target target) {
    request.query().allow(ONE);
    Options options = Options.of(request);
    Deletion.Deleted deleted =
        writes.run(
            options.dryRun(),
            transaction -> {
              StoredObject object = Verbs.required(transaction.now(), target);
              options.requirePreconditions(target, object);
              return deletion.delete(transaction, target.type(), object);
            });
    if (!deleted.gone()) {
      StoredObject object = deleted.object();
      return Answer.document(
          200, Answer.JSON, out -> Listing.write(View.WHOLE, target.type(), object, out));
    }
    return Answer.json(200, success(target.type(), deleted.object()));
  }

  Answer deleteCollection(ApiRequest request, Target target) {
    Set<String> known = new TreeSet<>(ONE);
    known.addAll(SELECTED);
    request.query().allow(known);
    Options options = Options.of(request);
    Selection selection = selecting.of(request.query());
    Removed removed =
        writes.run(options.dryRun(), transaction -> all(transaction, target, selection));
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(removed.revision()));
    return Listing.list(View.WHOLE, target.type(), metadata, removed.objects());
  }

  private Removed all(Transaction transaction, Target target, Selection selection) {
    List<StoredObject> selected = new ArrayList<>();
    transaction
        .now()
        .visit(
            target.scope(),
            object -> {
              if (selection.matches(object)) {
                selected.add(object);
              }
              return true;
            });
    List<StoredObject> objects = new ArrayList<>();
    for (StoredObject each : selected) {
      objects.add(deletion.delete(transaction, target.type(), each).object());
    }
    return new Removed(objects, transaction.now().revision());
  }

  private static ObjectNode success(ResourceType type, StoredObject object) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.set("metadata", Json.object());
    ObjectNode details = status.put("status", "Success").putObject("details");
    details.put("name", object.key().name());
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural()).put("uid", object.uid());
    return status;
  }

  private record Removed(List<StoredObject> objects, long revision) {}

  /** What a deletion is asked with, in its body or its parameters. */
  private record Options(String dryRun, JsonNode preconditions) {

    private static final Set<String> MEMBERS =
        Set.of(
            "apiVersion",
            "kind",
            "dryRun",
            "gracePeriodSeconds",
            "orphanDependents",
            "preconditions",
            "propagationPolicy");

    static Options of(ApiRequest request) {
      ObjectNode body = Bodies.optionalObject(request);
      body.fieldNames()
          .forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
              throw StatusException.badRequest("/" + name + " is not supported by the lab");
            }
          });
      Query query = request.query();
      requirePolicy(body.path("propagationPolicy").asText(query.text("propagationPolicy")));
      return new Options(
          body.path("dryRun").path(0).asText(query.text("dryRun")), body.path("preconditions"));
    }

    /** Nothing here collects dependents, so waiting for that would be waiting for ever. */
    private static void requirePolicy(String policy) {
      if (!Set.of("", "Background", "Orphan").contains(policy)) {
        throw StatusException.badRequest(
            "propagationPolicy: found '" + policy + "'; the lab has Background and Orphan");
      }
    }

    void requirePreconditions(Target target, StoredObject object) {
      String uid = preconditions.path("uid").asText();
      if (!uid.isEmpty() && !uid.equals(object.uid())) {
        throw unmet(target, "UID", uid, object.uid());
      }
      String revision = preconditions.path("resourceVersion").asText();
      if (!revision.isEmpty() && !revision.equals(Long.toString(object.revision()))) {
        throw unmet(target, "ResourceVersion", revision, Long.toString(object.revision()));
      }
    }

    private static StatusException unmet(Target target, String what, String wanted, String is) {
      return StatusException.conflict(
          target.type(),
          target.requiredName(),
          "Precondition failed: %s in precondition: %s, %s in object meta: %s"
              .formatted(what, wanted, what, is));
    }
  }
}
