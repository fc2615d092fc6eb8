package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.admission.Attempt;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Selection;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The verbs delete and deletecollection. */
final class Removing {

  private static final Set<String> SELECTED =
      Set.of("fieldSelector", "labelSelector", "resourceVersion", Selecting.SHARD_SELECTOR);

  private final ObjectStore store;
  private final Admission admission;
  private final Deletion deletion;
  private final Selecting selecting;

  Removing(ObjectStore store, Admission admission, Deletion deletion, Selecting selecting) {
    this.store = store;
    this.admission = admission;
    this.deletion = deletion;
    this.selecting = selecting;
  }

  Answer delete(ApiRequest request, Target target) {
    request.query().allow(DeleteOptions.PARAMETERS);
    DeleteOptions options = DeleteOptions.of(request);
    Write write = new Write(request, target, options.dryRun(), new ArrayList<>());
    admit(write, Verbs.required(store.latest(), target));
    Deletion.Deleted deleted =
        Commits.run(
            store,
            options.dryRun(),
            transaction -> {
              StoredObject object = Verbs.required(transaction.now(), target);
              options.requirePreconditions(target, object);
              return deletion.delete(transaction, target.type(), object, options);
            });
    if (!deleted.gone()) {
      StoredObject object = deleted.object();
      return new Answer.Document(
          200,
          Answer.JSON,
          out -> Listing.write(View.WHOLE, target.type(), object, out),
          write.warnings());
    }
    byte[] success = Json.bytes(success(target.type(), deleted.object()));
    return new Answer.Document(200, Answer.JSON, out -> out.write(success), write.warnings());
  }

  private void admit(Write write, StoredObject object) {
    ResourceType type = write.target().type();
    if (admission.concerns(type, Attempt.Operation.DELETE)) {
      ObjectNode former = Versions.shown(type, object);
      Attempt attempt = write.attempt(Attempt.Operation.DELETE, object.key().name(), null, former);
      admission.mutate(attempt);
      admission.validate(attempt);
    }
  }

  Answer deleteCollection(ApiRequest request, Target target) {
    Set<String> known = new TreeSet<>(DeleteOptions.PARAMETERS);
    known.addAll(SELECTED);
    request.query().allow(known);
    DeleteOptions options = DeleteOptions.of(request);
    Selection selection = selecting.of(target.type(), request.query());
    Write write = new Write(request, target, options.dryRun(), new ArrayList<>());
    selected(store.latest(), target, selection).forEach(each -> admit(write, each));
    Removed removed =
        Commits.run(
            store, options.dryRun(), transaction -> all(transaction, target, selection, options));
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(removed.revision()));
    return Listing.list(View.WHOLE, target.type(), metadata, removed.objects());
  }

  private Removed all(
      Transaction transaction, Target target, Selection selection, DeleteOptions options) {
    List<StoredObject> objects = new ArrayList<>();
    for (StoredObject each : selected(transaction.now(), target, selection)) {
      objects.add(deletion.delete(transaction, target.type(), each, options).object());
    }
    return new Removed(objects, transaction.now().revision());
  }

  private static List<StoredObject> selected(
      Snapshot snapshot, Target target, Selection selection) {
    List<StoredObject> selected = new ArrayList<>();
    snapshot.visit(
        target.scope(),
        object -> {
          if (selection.matches(object)) {
            selected.add(object);
          }
          return true;
        });
    return selected;
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
}
