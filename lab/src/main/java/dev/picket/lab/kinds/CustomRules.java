package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.cel.SchemaRules;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.FieldProblem.Reason;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.schema.Defaulting;
import dev.picket.lab.schema.Pruning;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.structural.EmbeddedObjects;
import dev.picket.lab.structural.ListUniqueness;
import dev.picket.lab.structural.Validation;
import dev.picket.runtime.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Custom resources in one version of their definition: its schema and its rules. */
final class CustomRules implements KindRules {

  /** With these, rules could fail for reasons that nobody would understand. */
  private static final Set<Reason> BLOCKING =
      Set.of(
          Reason.NOT_SUPPORTED,
          Reason.REQUIRED,
          Reason.TOO_LONG,
          Reason.TOO_MANY,
          Reason.TYPE_INVALID);

  private static final String NOT_CHECKED =
      "some validation rules were not checked because the object was invalid; correct the existing"
          + " errors to complete validation";

  private final ResourceType type;
  private final StructuralSchema schema;
  private final ScaleChecks scale;

  private final @Nullable SchemaRules rules;
  private final Ticker ticker;

  /**
   * The rules of a version.
   *
   * @param ticker measures how long the evaluation of rules in CEL takes
   */
  CustomRules(ResourceType type, StructuralSchema schema, Ticker ticker) {
    this.type = type;
    this.schema = schema;
    this.scale = ScaleChecks.of(type);
    this.rules = schema.ruled() ? SchemaRules.of(schema) : null;
    this.ticker = ticker;
  }

  /** Fills in defaults and removes what this version or the kept one does not have. */
  @Override
  public void complete(ObjectNode object) {
    Defaulting.apply(object, schema);
    Pruning.prune(object, schema);
    StructuralSchema kept = type.stored().structure();
    if (kept != null && !type.apiVersion().equals(type.stored().apiVersion())) {
      Defaulting.apply(object, kept);
      Pruning.prune(object, kept);
    }
  }

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public List<FieldProblem> check(ObjectNode object) {
    return check(null, object);
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    return check(former, next);
  }

  @Override
  public List<FieldProblem> checkStatus(ObjectNode former, ObjectNode next) {
    return check(former, next);
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return type.deprecation().stream().toList();
  }

  private List<FieldProblem> check(@Nullable ObjectNode former, ObjectNode object) {
    List<FieldProblem> problems = new ArrayList<>(Validation.check(object, schema, former));
    problems.addAll(scale.check(object));
    problems.addAll(EmbeddedObjects.check(object, schema));
    problems.addAll(ListUniqueness.check(object, schema));
    if (rules == null) {
      return problems;
    }
    if (problems.stream().anyMatch(each -> BLOCKING.contains(each.reason()))) {
      problems.add(FieldProblem.invalid("<nil>", "\"null\"", NOT_CHECKED));
    } else {
      problems.addAll(rules.check(object, former, ticker));
    }
    return problems;
  }
}
