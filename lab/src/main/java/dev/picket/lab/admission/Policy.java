package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.store.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A ValidatingAdmissionPolicy, compiled.
 *
 * @param name of it
 * @param matching which attempts concern it
 * @param conditions that narrow them down
 * @param ignoresFailure whether an expression that has no value lets the attempt pass
 * @param paramVersion of the kind of its parameters; empty when it has none
 * @param paramKind of its parameters; empty when it has none
 * @param variables by name, in order
 * @param validations all of which must hold
 */
record Policy(
    String name,
    Matching matching,
    Conditions conditions,
    boolean ignoresFailure,
    String paramVersion,
    String paramKind,
    Map<String, Expression> variables,
    List<Validation> validations) {

  private static final Set<String> BASE =
      Set.of("object", "oldObject", "request", "namespaceObject");

  static Policy of(StoredObject stored) {
    JsonNode spec = stored.content().path("spec");
    Set<String> names = names(spec);
    Map<String, Expression> variables = new LinkedHashMap<>();
    for (JsonNode each : spec.path("variables")) {
      variables.put(
          each.path("name").asText(),
          Conditions.compiled(each.path("expression").asText(), Expression.Yields.ANYTHING, names));
    }
    List<Validation> validations = new ArrayList<>();
    for (JsonNode each : spec.path("validations")) {
      validations.add(Validation.of(each, names));
    }
    return new Policy(
        stored.key().name(),
        Matching.ofPolicy(spec.path("matchConstraints")),
        Conditions.of(spec.path("matchConditions"), conditionNames(spec)),
        spec.path("failurePolicy").asText().equals("Ignore"),
        spec.path("paramKind").path("apiVersion").asText(),
        spec.path("paramKind").path("kind").asText(),
        variables,
        validations);
  }

  boolean parameterized() {
    return !paramKind.isEmpty();
  }

  /** What conditions may use. */
  static Set<String> conditionNames(JsonNode spec) {
    Set<String> names = new TreeSet<>(BASE);
    if (spec.path("paramKind").isObject()) {
      names.add("params");
    }
    return names;
  }

  /** What validations and variables may use. */
  static Set<String> names(JsonNode spec) {
    Set<String> names = new TreeSet<>(conditionNames(spec));
    names.add("variables");
    return names;
  }

  /**
   * What must hold.
   *
   * @param expression to be true
   * @param message when it is not; empty for the expression itself
   * @param told a text that takes the message's place; null when there is none
   * @param reason as a Status has it
   */
  record Validation(
      Expression expression, String message, @Nullable Expression told, String reason) {

    static Validation of(JsonNode validation, Set<String> names) {
      String told = validation.path("messageExpression").asText();
      return new Validation(
          Conditions.compiled(
              validation.path("expression").asText(), Expression.Yields.TRUTH, names),
          validation.path("message").asText().strip(),
          told.isBlank() ? null : Conditions.compiled(told, Expression.Yields.TEXT, names),
          validation.path("reason").asText("Invalid"));
    }
  }
}
