package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.schema.BuiltInStructures;
import dev.picket.lab.schema.Shapes;
import dev.picket.lab.schema.Structure;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.StoredObject;
import java.util.List;
import java.util.Set;

/** The subresource scale, which shows an object as an {@code autoscaling/v1} Scale. */
final class Scaling {

  private static final Structure SCALE =
      BuiltInStructures.ofKind(Shapes.BUILT_IN.ofKind("autoscaling", "v1", "Scale").orElseThrow());

  private final ObjectStore store;
  private final Replacement replacement;
  private final Applying applying;

  Scaling(ObjectStore store, Replacement replacement, Applying applying) {
    this.store = store;
    this.replacement = replacement;
    this.applying = applying;
  }

  Answer get(ApiRequest request, Target target) {
    request.query().allow(Set.of("pretty", "resourceVersion", "timeout"));
    View.whole(request);
    return scale(target, Verbs.required(store.latest(), target), List.of());
  }

  Answer update(ApiRequest request, Target target) {
    Write write = Write.of(request, target);
    ObjectNode desired = Bodies.shaped(write, "autoscaling.v1.Scale");
    return changed(write, _ -> desired);
  }

  Answer patch(ApiRequest request, Target target) {
    Patch patch = Patch.of(request, target.type());
    Write write = Write.of(request, target);
    patch.warn(write);
    return patch.form() == Patch.Form.APPLY
        ? applied(write, patch.content())
        : changed(write, scale -> patch.appliedTo(scale, SCALE));
  }

  /** Applies the number of replicas to the object itself, which the Scale shows. */
  private Answer applied(Write write, JsonNode content) {
    View.whole(write.request());
    Target target = write.target();
    ObjectNode desired = (ObjectNode) content;
    requireScale(target, desired);
    ScalePaths paths = ScalePaths.of(target.type());
    ObjectNode config = Json.object();
    config.put("apiVersion", target.type().apiVersion()).put("kind", target.type().kind());
    config.set("metadata", desired.path("metadata"));
    paths.scaleTo(config, replicas(target, desired));
    return scale(
        target, applying.apply(write, config, (_, object) -> object).object(), write.warnings());
  }

  private Answer changed(Write write, Replacement.Change change) {
    View.whole(write.request());
    Target target = write.target();
    ScalePaths paths = ScalePaths.of(target.type());
    StoredObject now =
        replacement.replace(
            write,
            former -> {
              ObjectNode desired = change.of(paths.scale(former));
              requireScale(target, desired);
              JsonNode metadata = desired.path("metadata");
              copyPrecondition("uid", metadata, former);
              copyPrecondition("resourceVersion", metadata, former);
              paths.scaleTo(former, replicas(target, desired));
              return former;
            });
    return scale(target, now, write.warnings());
  }

  private static void copyPrecondition(String name, JsonNode metadata, ObjectNode former) {
    if (!metadata.path(name).asText().isEmpty()) {
      Bodies.metadata(former).put(name, metadata.path(name).asText());
    }
  }

  private static void requireScale(Target target, ObjectNode desired) {
    String kind = desired.path("kind").asText("Scale");
    String version = desired.path("apiVersion").asText("autoscaling/v1");
    if (!kind.equals("Scale") || !version.equals("autoscaling/v1")) {
      throw StatusException.badRequest(
          "the body is a %s of %s, expected a Scale of autoscaling/v1".formatted(kind, version));
    }
    String name = desired.path("metadata").path("name").asText();
    if (!name.equals(target.requiredName())) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, target.requiredName()));
    }
  }

  private static int replicas(Target target, ObjectNode desired) {
    JsonNode replicas = desired.path("spec").path("replicas");
    if (replicas.isMissingNode() || replicas.isNull()) {
      return 0;
    }
    if (!replicas.isIntegralNumber() || !replicas.canConvertToInt()) {
      throw StatusException.badRequest("/spec/replicas: found " + replicas + ", expected a number");
    }
    if (replicas.asInt() < 0) {
      throw StatusException.invalid(
          target.type(),
          target.requiredName(),
          List.of(
              FieldProblem.invalid(
                  "spec.replicas", replicas, "must be greater than or equal to 0")));
    }
    return replicas.asInt();
  }

  private static Answer scale(Target target, StoredObject object, List<String> warnings) {
    byte[] body = Json.bytes(ScalePaths.of(target.type()).scale(object.content()));
    return new Answer.Document(200, Answer.JSON, out -> out.write(body), warnings);
  }
}
