package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.schema.StructuralSchema.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Validates by allOf, anyOf, oneOf and not. */
final class Composition {

  private Composition() {}

  static void check(JsonNode value, Limits limits, String path, List<FieldProblem> problems) {
    anyOf(value, limits.anyOf(), path, problems);
    oneOf(value, limits.oneOf(), path, problems);
    allOf(value, limits.allOf(), path, problems);
    if (limits.not() != null && Validation.check(value, limits.not(), path).isEmpty()) {
      problems.add(about(path, "must not validate the schema (not)"));
    }
  }

  private static void anyOf(
      JsonNode value, List<StructuralSchema> any, String path, List<FieldProblem> problems) {
    List<FieldProblem> least = null;
    for (StructuralSchema each : any) {
      List<FieldProblem> found = Validation.check(value, each, path);
      if (found.isEmpty()) {
        return;
      }
      least = fewer(least, found);
    }
    if (least != null) {
      problems.add(about(path, "must validate at least one schema (anyOf)"));
      problems.addAll(least);
    }
  }

  private static void oneOf(
      JsonNode value, List<StructuralSchema> one, String path, List<FieldProblem> problems) {
    List<FieldProblem> least = null;
    int valid = 0;
    for (StructuralSchema each : one) {
      List<FieldProblem> found = Validation.check(value, each, path);
      if (found.isEmpty()) {
        valid++;
      } else {
        least = fewer(least, found);
      }
    }
    if (one.isEmpty() || valid == 1) {
      return;
    }
    String found = valid == 0 ? "Found none valid" : "Found " + valid + " valid alternatives";
    problems.add(about(path, "must validate one and only one schema (oneOf). " + found));
    if (valid == 0 && least != null) {
      problems.addAll(least);
    }
  }

  private static void allOf(
      JsonNode value, List<StructuralSchema> all, String path, List<FieldProblem> problems) {
    int valid = 0;
    for (StructuralSchema each : all) {
      List<FieldProblem> found = Validation.check(value, each, path);
      problems.addAll(found);
      valid += found.isEmpty() ? 1 : 0;
    }
    if (valid < all.size()) {
      problems.add(
          about(
              path,
              "must validate all the schemas (allOf)" + (valid == 0 ? ". None validated" : "")));
    }
  }

  private static List<FieldProblem> fewer(
      @Nullable List<FieldProblem> least, List<FieldProblem> found) {
    return least == null || found.size() < least.size() ? found : least;
  }

  /** The real one names no field here either. */
  private static FieldProblem about(String path, String why) {
    return FieldProblem.invalid("<nil>", "\"\"", Shown.quoted(path) + " " + why);
  }
}
