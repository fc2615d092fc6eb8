package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.StoredObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a deletion shall go, as its body says or else its parameters.
 *
 * @param dryRun whether nothing shall be kept
 * @param uid that the object must have; empty for any
 * @param revision that the object must have; empty for any
 * @param propagation what becomes of its dependents; null for what is usual
 * @param graceSeconds how long a pod has to end; null for what it says itself
 */
record DeleteOptions(
    boolean dryRun,
    String uid,
    String revision,
    @Nullable Propagation propagation,
    @Nullable Long graceSeconds) {

  /** The parameters that say the same as the body. */
  static final Set<String> PARAMETERS =
      Set.of(
          "dryRun",
          "gracePeriodSeconds",
          "orphanDependents",
          "pretty",
          "propagationPolicy",
          "timeout");

  private static final Set<String> MEMBERS =
      Set.of(
          "apiVersion",
          "kind",
          "dryRun",
          "gracePeriodSeconds",
          "orphanDependents",
          "preconditions",
          "propagationPolicy");

  /** Deletes at once, and the dependents afterwards. */
  static final DeleteOptions NOW = new DeleteOptions(false, "", "", Propagation.BACKGROUND, 0L);

  /**
   * Reads the body, or the parameters when there is none.
   *
   * @throws StatusException 400 or 422 naming what is wrong
   */
  static DeleteOptions of(ApiRequest request) {
    return of(Bodies.optionalObject(request), request.query());
  }

  /** The same for options that stand in another body. */
  static DeleteOptions of(JsonNode given, Query query) {
    ObjectNode options = given instanceof ObjectNode object ? object : Json.object();
    String kind = options.path("kind").asText("DeleteOptions");
    if (!kind.equals("DeleteOptions")) {
      throw StatusException.badRequest("the body is a " + kind + ", expected DeleteOptions");
    }
    options.fieldNames().forEachRemaining(DeleteOptions::requireMember);
    for (String each : Set.of("gracePeriodSeconds", "orphanDependents", "propagationPolicy")) {
      if (!options.has(each) && query.has(each)) {
        options.put(each, query.text(each));
      }
    }
    JsonNode preconditions = options.path("preconditions");
    return new DeleteOptions(
        Write.dryRun("DeleteOptions", options.path("dryRun").path(0).asText(query.text("dryRun"))),
        preconditions.path("uid").asText(),
        preconditions.path("resourceVersion").asText(),
        propagation(options),
        grace(options.path("gracePeriodSeconds")));
  }

  /**
   * Requires that the object is the one that is meant.
   *
   * @throws StatusException 409 when it is not
   */
  void requirePreconditions(Target target, StoredObject object) {
    if (!uid.isEmpty() && !uid.equals(object.uid())) {
      throw unmet(target, object, "UID", uid, object.uid(), "deleted and then recreated");
    }
    String is = Long.toString(object.revision());
    if (!revision.isEmpty() && !revision.equals(is)) {
      throw unmet(target, object, "ResourceVersion", revision, is, "modified");
    }
  }

  private static StatusException invalid(FieldProblem problem) {
    return StatusException.invalidOptions("DeleteOptions", problem);
  }

  private static void requireMember(String name) {
    if (!MEMBERS.contains(name)) {
      throw StatusException.badRequest(
          "DeleteOptions has a field '" + name + "' that the lab does not know");
    }
  }

  private static @Nullable Propagation propagation(JsonNode options) {
    String policy = options.path("propagationPolicy").asText();
    String orphan = options.path("orphanDependents").asText();
    if (!policy.isEmpty() && !orphan.isEmpty()) {
      throw invalid(
          FieldProblem.invalid(
              "propagationPolicy",
              "\"" + policy + "\"",
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (!policy.isEmpty()) {
      return Propagation.parse(policy)
          .orElseThrow(() ->
              invalid(
                  FieldProblem.of(
                      FieldProblem.Reason.NOT_SUPPORTED,
                      "propagationPolicy",
                      "\"" + policy + "\"",
                      "supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")));
    }
    return switch (orphan) {
      case "" -> null;
      case "true" -> Propagation.ORPHAN;
      case "false" -> Propagation.BACKGROUND;
      default ->
          throw StatusException.badRequest(
              "orphanDependents: found '" + orphan + "', expected true or false");
    };
  }

  /** A negative time means one second, as to the real one. */
  private static @Nullable Long grace(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return null;
    }
    if (!given.asText().matches("-?\\d{1,18}")) {
      throw StatusException.badRequest(
          "gracePeriodSeconds: found '" + given.asText() + "', expected a number of seconds");
    }
    long seconds = Long.parseLong(given.asText());
    return seconds < 0 ? 1 : seconds;
  }

  private static StatusException unmet(
      Target target, StoredObject object, String what, String wanted, String is, String perhaps) {
    return StatusException.unmet(
        target.type(),
        object.key().name(),
        "the %s in the precondition (%s) does not match the %s in record (%s). The object might have been %s"
            .formatted(what, wanted, what, is, perhaps));
  }
}
