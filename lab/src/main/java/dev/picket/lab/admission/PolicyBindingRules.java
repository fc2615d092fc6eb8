package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;

/** Defaults and checks of ValidatingAdmissionPolicyBindings. */
final class PolicyBindingRules implements KindRules {

  private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");

  @Override
  public void complete(ObjectNode object) {
    if (object.path("spec").path("matchResources") instanceof ObjectNode resources) {
      PolicyRules.completeResources(resources);
    }
  }

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return Rule.texts(object.path("spec").path("validationActions")).contains("Audit")
        ? List.of("spec.validationActions: the lab keeps no audit log, so Audit does nothing")
        : List.of();
  }

  @Override
  public List<FieldProblem> check(ObjectNode object) {
    JsonNode spec = object.path("spec");
    List<FieldProblem> problems = new ArrayList<>();
    if (spec.path("policyName").asText().isEmpty()) {
      problems.add(FieldProblem.required("spec.policyName", ""));
    }
    checkParameters(spec.path("paramRef"), problems);
    PolicyRules.checkResources(spec.path("matchResources"), "spec.matchResources.", problems);
    checkActions(Rule.texts(spec.path("validationActions")), problems);
    return problems;
  }

  private static void checkActions(List<String> actions, List<FieldProblem> problems) {
    RuleChecks.Place place = new RuleChecks.Place("spec.", problems);
    if (actions.isEmpty()) {
      problems.add(
          FieldProblem.required(
              "spec.validationActions", "at least one validation action is required"));
    }
    for (int index = 0; index < actions.size(); index++) {
      String field = "validationActions[" + index + "]";
      place.supported(field, actions.get(index), ACTIONS);
      if (actions.subList(0, index).contains(actions.get(index))) {
        problems.add(
            FieldProblem.of(
                FieldProblem.Reason.DUPLICATE,
                "spec." + field,
                RuleChecks.quoted(actions.get(index)),
                ""));
      }
    }
    if (actions.contains("Deny") && actions.contains("Warn")) {
      place.invalid(
          "validationActions",
          RuleChecks.go("admissionregistration.ValidationAction", actions),
          "must not contain both Deny and Warn (repeating the same validation failure information"
              + " in the API response and headers serves no purpose)");
    }
  }

  private static void checkParameters(JsonNode reference, List<FieldProblem> problems) {
    if (!reference.isObject()) {
      return;
    }
    boolean name = !reference.path("name").asText().isEmpty();
    boolean selector = reference.path("selector").isObject();
    if (name && selector) {
      problems.add(
          FieldProblem.forbidden("spec.paramRef.name", "name and selector are mutually exclusive"));
    } else if (!name && !selector) {
      problems.add(
          FieldProblem.required("spec.paramRef", "one of name or selector must be specified"));
    }
    RuleChecks.selector(reference.path("selector"), "spec.paramRef.selector", problems);
    String action = reference.path("parameterNotFoundAction").asText();
    if (action.isEmpty()) {
      problems.add(FieldProblem.required("spec.paramRef.parameterNotFoundAction", ""));
    } else {
      new RuleChecks.Place("spec.paramRef.", problems)
          .supported("parameterNotFoundAction", action, List.of("Allow", "Deny"));
    }
  }
}
