package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.ResourceType.Updates;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Tables;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The verbs on single objects, and create. */
final class Verbs {

  private static final Set<String> GET_PARAMETERS =
      Set.of("includeObject", "pretty", "resourceVersion", "timeout");

  private final Writes writes;
  private final InstantSource clock;
  private final Creation creation;
  private final Replacement replacement;

  Verbs(Writes writes, InstantSource clock, Creation creation, Replacement replacement) {
    this.writes = writes;
    this.clock = clock;
    this.creation = creation;
    this.replacement = replacement;
  }

  Answer get(ApiRequest request, Target target) {
    request.query().allow(GET_PARAMETERS);
    View view = View.of(request);
    long revision = request.query().number("resourceVersion", 0);
    Snapshot latest = writes.store().latest();
    if (revision > latest.revision()) {
      throw StatusException.tooLarge(revision, latest.revision());
    }
    return answer(200, view, target.type(), required(latest, target), List.of());
  }

  Answer create(ApiRequest request, Target target) {
    request.query().allow(Writes.PARAMETERS);
    View view = View.of(request);
    ResourceType type = target.type();
    if (type.namespaced() && target.namespace() == null) {
      throw StatusException.badRequest(
          "an empty namespace may not be set during creation: the path must name one");
    }
    ObjectNode object = Bodies.object(request, type);
    List<String> warnings = Bodies.warnings(request, type, object);
    StoredObject created =
        writes.run(
            request.query().text("dryRun"),
            transaction -> creation.create(transaction, type, target.space(), object));
    return answer(201, view, type, created, warnings);
  }

  Answer update(ApiRequest request, Target target) {
    request.query().allow(Writes.PARAMETERS);
    View view = View.of(request);
    ObjectNode object = Bodies.object(request, target.type());
    requireName(target, object);
    List<String> warnings = Bodies.warnings(request, target.type(), object);
    Updated updated =
        writes.run(request.query().text("dryRun"), transaction -> put(transaction, target, object));
    return answer(updated.created() ? 201 : 200, view, target.type(), updated.object(), warnings);
  }

  Answer patch(ApiRequest request, Target target) {
    Patch patch = Patch.of(request, target.type());
    request.query().allow(Writes.PARAMETERS);
    View view = View.of(request);
    StoredObject patched =
        writes.run(
            request.query().text("dryRun"),
            transaction -> {
              StoredObject former = required(transaction.now(), target);
              ObjectNode desired = patch.appliedTo(target.type(), former);
              requireName(target, desired);
              return replacement.replace(transaction, target, former, desired);
            });
    return answer(200, view, target.type(), patched, List.of());
  }

  static StoredObject required(Snapshot snapshot, Target target) {
    return snapshot
        .get(target.key())
        .orElseThrow(() -> StatusException.notFound(target.type(), target.requiredName()));
  }

  private Updated put(Transaction transaction, Target target, ObjectNode object) {
    Optional<StoredObject> former = transaction.now().get(target.key());
    if (former.isPresent()) {
      return new Updated(replacement.replace(transaction, target, former.get(), object), false);
    }
    if (target.type().updates() != Updates.CONDITIONAL_OR_CREATE) {
      throw StatusException.notFound(target.type(), target.requiredName());
    }
    // As the real one: a uid is a precondition even where nothing is, a revision is not.
    Replacement.requireUid(target, "", Bodies.metadata(object));
    return new Updated(
        creation.createAnyway(transaction, target.type(), target.space(), object), true);
  }

  private static void requireName(Target target, ObjectNode object) {
    ObjectNode metadata = Bodies.metadata(object);
    String name = metadata.path("name").asText();
    if (name.isEmpty()) {
      metadata.put("name", target.requiredName());
    } else if (!name.equals(target.requiredName())) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, target.requiredName()));
    }
    String space = metadata.path("namespace").asText();
    if (!space.isEmpty() && !space.equals(target.space()) && !is(target, BuiltInTypes.NAMESPACE)) {
      throw StatusException.badRequest(
          "the namespace of the object (%s) does not match the namespace on the URL (%s)"
              .formatted(space, target.space()));
    }
  }

  private static boolean is(Target target, ResourceType type) {
    return target.type().equals(type);
  }

  private Answer answer(
      int status, View view, ResourceType type, StoredObject object, List<String> warnings) {
    if (view.form() == View.Form.TABLE) {
      ObjectNode table =
          Tables.table(
              type,
              List.of(view.show(type, object, object.content())),
              view.include(),
              true,
              clock.instant());
      table.withObjectProperty("metadata").put("resourceVersion", Long.toString(object.revision()));
      byte[] bytes = Json.bytes(table);
      return new Answer.Document(status, Answer.JSON, out -> out.write(bytes), warnings);
    }
    return new Answer.Document(
        status, Answer.JSON, out -> Listing.write(view, type, object, out), warnings);
  }

  private record Updated(StoredObject object, boolean created) {}
}
