package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.admission.Attempt;
import dev.picket.lab.apply.Owner;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to write, on its way.
 *
 * @param request that it came with
 * @param target that it is about
 * @param dryRun whether nothing shall be kept
 * @param warnings what people shall be told; it grows on the way
 */
record Write(ApiRequest request, Target target, boolean dryRun, List<String> warnings) {

  /** What every write may be asked with. */
  static final Set<String> PARAMETERS =
      Set.of("dryRun", "fieldManager", "fieldValidation", "pretty", "timeout");

  private static final Set<String> PATCH_PARAMETERS =
      Set.of("dryRun", "fieldManager", "fieldValidation", "force", "pretty", "timeout");

  private static final int WARNINGS_MAX = 64;

  /**
   * Reads what the request wants.
   *
   * @throws StatusException 400 for parameters that are not known or wrong
   */
  static Write of(ApiRequest request, Target target) {
    boolean patch = request.method().equals("PATCH");
    request.query().allow(patch ? PATCH_PARAMETERS : PARAMETERS);
    Owner.check(optionsKind(request), request.query().text("fieldManager"));
    if (patch) {
      checkApply(request);
    }
    return new Write(
        request,
        target,
        dryRun(optionsKind(request), request.query().text("dryRun")),
        new ArrayList<>());
  }

  /** The kind of options that the request's parameters stand for. */
  static String optionsKind(ApiRequest request) {
    return switch (request.method()) {
      case "POST" -> "CreateOptions";
      case "PUT" -> "UpdateOptions";
      case "PATCH" -> "PatchOptions";
      default -> "DeleteOptions";
    };
  }

  /** Reads the parameter of this name. */
  static boolean dryRun(String optionsKind, String text) {
    return switch (text) {
      case "" -> false;
      case "All" -> true;
      default ->
          throw StatusException.invalidOptions(
              optionsKind,
              FieldProblem.of(
                  FieldProblem.Reason.NOT_SUPPORTED,
                  "dryRun",
                  "\"" + text + "\"",
                  "supported values: \"All\""));
    };
  }

  private static void checkApply(ApiRequest request) {
    boolean force = request.query().has("force");
    if (!Patch.applies(request)) {
      if (force) {
        throw StatusException.invalidOptions(
            "PatchOptions",
            FieldProblem.forbidden("force", "may not be specified for non-apply patch"));
      }
    } else if (!request.query().has("fieldManager")) {
      throw StatusException.invalidOptions(
          "PatchOptions", FieldProblem.required("fieldManager", "is required for apply patch"));
    }
  }

  /** Whether it applies, and so says itself what it owns. */
  boolean applies() {
    return Patch.applies(request);
  }

  /** Who writes, as managed fields name it. */
  Owner owner() {
    return Owner.of(
        request.query().text("fieldManager"),
        request.userAgent(),
        target.type().apiVersion(),
        target.subresource());
  }

  void warn(String line) {
    if (warnings.size() < WARNINGS_MAX && !warnings.contains(line)) {
      warnings.add(line);
    }
  }

  /** The attempt as admission sees it. */
  Attempt attempt(
      Attempt.Operation operation,
      String name,
      @Nullable ObjectNode object,
      @Nullable ObjectNode former) {
    return new Attempt(
        operation,
        target.type(),
        target.subresource(),
        target.space(),
        name,
        object,
        former,
        options(),
        dryRun,
        request.requester(),
        this::warn);
  }

  private ObjectNode options() {
    ObjectNode options = Json.object();
    options.put("kind", optionsKind(request));
    options.put("apiVersion", "meta.k8s.io/v1");
    if (dryRun) {
      options.putArray("dryRun").add("All");
    }
    for (String each : List.of("fieldManager", "fieldValidation")) {
      if (request.query().has(each)) {
        options.put(each, request.query().text(each));
      }
    }
    if (request.query().has("force")) {
      options.put("force", request.query().flag("force"));
    }
    return options;
  }
}
