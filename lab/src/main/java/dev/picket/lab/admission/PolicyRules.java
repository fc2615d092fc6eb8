package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Defaults and checks of ValidatingAdmissionPolicies. */
final class PolicyRules implements KindRules {

  private static final List<String> REASONS =
      List.of("Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge");

  @Override
  public void complete(ObjectNode object) {
    if (object.path("spec") instanceof ObjectNode spec) {
      WebhookConfigurationRules.putIfAbsent(spec, "failurePolicy", "Fail");
      if (spec.path("matchConstraints") instanceof ObjectNode constraints) {
        completeResources(constraints);
      }
    }
  }

  static void completeResources(ObjectNode resources) {
    WebhookConfigurationRules.putIfAbsent(resources, "matchPolicy", "Equivalent");
    WebhookConfigurationRules.completeSelectors(resources);
    WebhookConfigurationRules.completeRules(resources.path("resourceRules"));
    WebhookConfigurationRules.completeRules(resources.path("excludeResourceRules"));
  }

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return object.path("spec").path("auditAnnotations").isEmpty()
        ? List.of()
        : List.of("spec.auditAnnotations: the lab keeps no audit log, and does not evaluate them");
  }

  @Override
  public List<FieldProblem> check(ObjectNode object) {
    JsonNode spec = object.path("spec");
    List<FieldProblem> problems = new ArrayList<>();
    RuleChecks.Place place = new RuleChecks.Place("spec.", problems);
    place.supported(
        "failurePolicy", spec.path("failurePolicy").asText(), List.of("Fail", "Ignore"));
    if (spec.path("paramKind").isObject()) {
      for (String each : List.of("apiVersion", "kind")) {
        if (spec.path("paramKind").path(each).asText().isEmpty()) {
          problems.add(FieldProblem.required("spec.paramKind." + each, ""));
        }
      }
    }
    checkConstraints(spec.path("matchConstraints"), problems);
    Set<String> names = Policy.names(spec);
    checkVariables(spec.path("variables"), names, problems);
    if (spec.path("validations").isEmpty() && spec.path("auditAnnotations").isEmpty()) {
      problems.add(
          FieldProblem.required(
              "spec.validations",
              "validations or auditAnnotations must be non-empty; at least one of them is required"));
    }
    JsonNode validations = spec.path("validations");
    for (int index = 0; index < validations.size(); index++) {
      checkValidation(validations.get(index), "spec.validations[" + index + "]", names, problems);
    }
    problems.addAll(
        Conditions.check(
            spec.path("matchConditions"), "spec.matchConditions", Policy.conditionNames(spec)));
    return problems;
  }

  private static void checkConstraints(JsonNode constraints, List<FieldProblem> problems) {
    if (!constraints.isObject()) {
      problems.add(FieldProblem.required("spec.matchConstraints", ""));
    } else if (constraints.path("resourceRules").isEmpty()) {
      problems.add(FieldProblem.required("spec.matchConstraints.resourceRules", ""));
    }
    checkResources(constraints, "spec.matchConstraints.", problems);
  }

  static void checkResources(JsonNode resources, String field, List<FieldProblem> problems) {
    RuleChecks.check(resources.path("resourceRules"), field + "resourceRules", problems);
    RuleChecks.check(
        resources.path("excludeResourceRules"), field + "excludeResourceRules", problems);
    RuleChecks.selector(resources.path("namespaceSelector"), field + "namespaceSelector", problems);
    RuleChecks.selector(resources.path("objectSelector"), field + "objectSelector", problems);
    if (resources.has("matchPolicy")) {
      new RuleChecks.Place(field, problems)
          .supported(
              "matchPolicy",
              resources.path("matchPolicy").asText(),
              List.of("Exact", "Equivalent"));
    }
  }

  private static void checkVariables(
      JsonNode variables, Set<String> names, List<FieldProblem> problems) {
    List<String> known = new ArrayList<>();
    for (int index = 0; index < variables.size(); index++) {
      String place = "spec.variables[" + index + "]";
      String name = variables.get(index).path("name").asText();
      if (name.isEmpty()) {
        problems.add(FieldProblem.required(place + ".name", "name is not specified"));
      } else if (!name.matches("[_a-zA-Z][_a-zA-Z0-9]*")) {
        problems.add(
            FieldProblem.invalid(
                place + ".name", RuleChecks.quoted(name), "name is not a valid CEL identifier"));
      } else if (known.contains(name)) {
        problems.add(
            FieldProblem.of(
                FieldProblem.Reason.DUPLICATE, place + ".name", RuleChecks.quoted(name), ""));
      }
      known.add(name);
      Conditions.check(variables.get(index), place, "expression", Expression.Yields.ANYTHING, names)
          .ifPresent(problems::add);
    }
  }

  private static void checkValidation(
      JsonNode validation, String place, Set<String> names, List<FieldProblem> problems) {
    Conditions.check(validation, place, "expression", Expression.Yields.TRUTH, names)
        .ifPresent(problems::add);
    if (!validation.path("messageExpression").asText().isBlank()) {
      Conditions.check(validation, place, "messageExpression", Expression.Yields.TEXT, names)
          .ifPresent(problems::add);
    }
    if (validation.path("message").asText().strip().contains("\n")) {
      problems.add(
          FieldProblem.invalid(
              place + ".message",
              RuleChecks.quoted(validation.path("message").asText()),
              "message must not contain line breaks"));
    }
    if (validation.hasNonNull("reason")) {
      new RuleChecks.Place(place + ".", problems)
          .supported("reason", validation.path("reason").asText(), REASONS);
    }
  }
}
