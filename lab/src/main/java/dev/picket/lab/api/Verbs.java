package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Decoder;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Structures;
import dev.picket.lab.resource.Tables;
import dev.picket.lab.schema.Structure;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The verbs on single objects, and create. */
final class Verbs {

  private static final Set<String> GET_PARAMETERS =
      Set.of("includeObject", "pretty", "resourceVersion", "timeout");

  private final ObjectStore store;
  private final InstantSource clock;
  private final Creation creation;
  private final Replacement replacement;
  private final Applying applying;

  Verbs(
      ObjectStore store,
      InstantSource clock,
      Creation creation,
      Replacement replacement,
      Applying applying) {
    this.store = store;
    this.clock = clock;
    this.creation = creation;
    this.replacement = replacement;
    this.applying = applying;
  }

  Answer get(ApiRequest request, Target target) {
    request.query().allow(GET_PARAMETERS);
    View view = View.of(request);
    long revision = request.query().number("resourceVersion", 0);
    Snapshot latest = store.latest();
    if (revision > latest.revision()) {
      throw StatusException.tooLarge(revision, latest.revision());
    }
    return answer(200, view, target.type(), required(latest, target), List.of());
  }

  Answer create(ApiRequest request, Target target) {
    Write write = Write.of(request, target);
    View view = View.of(request);
    ResourceType type = target.type();
    if (type.namespaced() && target.namespace() == null) {
      throw StatusException.badRequest(
          "an empty namespace may not be set during creation: the path must name one");
    }
    ObjectNode object = decoded(write);
    return answer(201, view, type, creation.create(write, object), write.warnings());
  }

  Answer update(ApiRequest request, Target target) {
    Write write = Write.of(request, target);
    View view = View.of(request);
    ObjectNode object = decoded(write);
    requireName(target, object);
    boolean creates =
        target.type().updates().creates()
            && target.subresource().isEmpty()
            && store.latest().get(target.key()).isEmpty();
    StoredObject now = creates ? created(write, object) : replaced(write, object);
    return answer(creates ? 201 : 200, view, target.type(), now, write.warnings());
  }

  Answer patch(ApiRequest request, Target target) {
    Patch patch = Patch.of(request, target.type());
    Write write = Write.of(request, target);
    View view = View.of(request);
    patch.warn(write);
    if (patch.form() == Patch.Form.APPLY) {
      return apply(write, view, patch);
    }
    Structure structure = Structures.of(target.type());
    StoredObject patched =
        replacement.replace(
            write,
            former -> {
              ObjectNode outcome = patch.appliedTo(former, structure);
              ObjectNode desired = told(write, Bodies.patched(request, target.type(), outcome));
              requireName(target, desired);
              return desired;
            });
    return answer(200, view, target.type(), patched, write.warnings());
  }

  private Answer apply(Write write, View view, Patch patch) {
    Target target = write.target();
    ObjectNode config = (ObjectNode) patch.content();
    Bodies.requireNamedKind(config, target.type());
    requireName(target, config);
    Applying.Outcome outcome = applying.apply(write, config, Verbs::decodedApply);
    return answer(
        outcome.created() ? 201 : 200, view, target.type(), outcome.object(), write.warnings());
  }

  private static ObjectNode decodedApply(Write write, ObjectNode object) {
    return told(write, Bodies.patched(write.request(), write.target().type(), object));
  }

  static StoredObject required(Snapshot snapshot, Target target) {
    return snapshot
        .get(target.key())
        .orElseThrow(() -> StatusException.notFound(target.type(), target.requiredName()));
  }

  private static ObjectNode decoded(Write write) {
    return told(write, Bodies.object(write.request(), write.target().type()));
  }

  /** Warns of what was not understood, when that is wanted. */
  private static ObjectNode told(Write write, Decoder.Decoded decoded) {
    if (Bodies.warns(write.request())) {
      decoded.unknown().forEach(write::warn);
    }
    return decoded.object();
  }

  private StoredObject created(Write write, ObjectNode object) {
    // As the real one: a uid is a precondition even where nothing is, a revision is not.
    Replacement.requireUid(write.target(), "", Bodies.metadata(object));
    return creation.createAnyway(write, object);
  }

  private StoredObject replaced(Write write, ObjectNode object) {
    return replacement.replace(write, _ -> object.deepCopy());
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
              type, List.of(view.show(type, object)), view.include(), true, clock.instant());
      table.withObjectProperty("metadata").put("resourceVersion", Long.toString(object.revision()));
      byte[] bytes = Json.bytes(table);
      return new Answer.Document(status, Answer.JSON, out -> out.write(bytes), warnings);
    }
    return new Answer.Document(
        status, Answer.JSON, out -> Listing.write(view, type, object, out), warnings);
  }
}
