package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Derived;
import dev.picket.lab.store.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the ValidatingAdmissionPolicies that are bound. Safe for use by many threads. */
final class Policies implements Admission {

  private static final String GROUP = "admissionregistration.k8s.io";

  private final Supplier<Snapshot> latest;
  private final Matching.Types types;
  private final Conversion conversion;
  private final Parameters parameters;
  private final Derived<Policy, Map<String, Policy>> policies =
      new Derived<>(
          List.of(BuiltInTypes.get(GROUP, "validatingadmissionpolicies").scope(null)),
          Policy::of,
          all -> all.stream().collect(Collectors.toMap(Policy::name, Function.identity())));
  private final Derived<PolicyBinding, List<PolicyBinding>> bindings =
      new Derived<>(
          List.of(BuiltInTypes.get(GROUP, "validatingadmissionpolicybindings").scope(null)),
          PolicyBinding::of,
          all -> all);

  Policies(
      Supplier<Snapshot> latest,
      Matching.Types types,
      TypeRegistry registry,
      Conversion conversion) {
    this.latest = latest;
    this.types = types;
    this.conversion = conversion;
    this.parameters = new Parameters(registry);
  }

  @Override
  public boolean concerns(ResourceType type, Attempt.Operation operation) {
    return bindings.any(latest.get());
  }

  @Override
  public @Nullable ObjectNode mutate(Attempt attempt) {
    return attempt.object();
  }

  @Override
  public void validate(Attempt attempt) {
    Snapshot snapshot = latest.get();
    Map<String, Policy> known = policies.of(snapshot);
    for (PolicyBinding each : bindings.of(snapshot)) {
      Policy policy = known.get(each.policy());
      if (policy != null) {
        validate(policy, each, attempt, snapshot);
      }
    }
  }

  private void validate(Policy policy, PolicyBinding binding, Attempt attempt, Snapshot snapshot) {
    Optional<ResourceType> type = policy.matching().match(attempt, snapshot, types);
    if (type.isEmpty() || binding.matching().match(attempt, snapshot, types).isEmpty()) {
      return;
    }
    Decisions decisions = new Decisions(policy, binding, attempt);
    Versioned shown = Versioned.of(attempt, type.get(), conversion);
    try {
      Map<String, Object> variables = variables(shown, snapshot);
      for (ObjectNode each : parameters.find(policy, binding, attempt, snapshot)) {
        evaluate(policy, variables, each, decisions);
      }
    } catch (ExpressionException failure) {
      decisions.failed(failure);
    }
  }

  private static void evaluate(
      Policy policy,
      Map<String, Object> base,
      @Nullable ObjectNode parameter,
      Decisions decisions) {
    Map<String, Object> variables = new HashMap<>(base);
    if (policy.parameterized()) {
      variables.put("params", CelValues.of(parameter));
    }
    try {
      if (!policy.conditions().hold(variables)) {
        return;
      }
    } catch (ExpressionException failure) {
      decisions.failed(failure);
      return;
    }
    Variables all = Variables.of(policy.variables(), variables);
    for (Policy.Validation each : policy.validations()) {
      try {
        if (!each.expression().test(all.all())) {
          decisions.unmet(message(each, all.all()), each.reason());
        }
      } catch (ExpressionException failure) {
        decisions.failed(all.explained(failure));
      }
    }
  }

  private static Map<String, Object> variables(Versioned shown, Snapshot snapshot) {
    String namespace = shown.original().namespace();
    ObjectNode space =
        namespace.isEmpty()
            ? null
            : snapshot
                .get(BuiltInTypes.NAMESPACE.key("", namespace))
                .map(each -> each.content())
                .orElse(null);
    return Map.of(
        "object", CelValues.of(shown.object()),
        "oldObject", CelValues.of(shown.former()),
        "request", CelValues.of(Review.request(shown)),
        "namespaceObject", CelValues.of(space));
  }

  private static String message(Policy.Validation validation, Map<String, Object> variables) {
    Expression told = validation.told();
    if (told != null) {
      try {
        String text = String.valueOf(told.evaluate(variables)).strip();
        if (!text.isEmpty() && !text.contains("\n")) {
          return text;
        }
      } catch (ExpressionException failure) {
        // As the real one: a message that cannot be told gives way to the plain one.
        return plain(validation);
      }
    }
    return plain(validation);
  }

  private static String plain(Policy.Validation validation) {
    return validation.message().isEmpty()
        ? "failed expression: " + validation.expression().text().strip()
        : validation.message();
  }

  /** What becomes of what does not hold. */
  private record Decisions(Policy policy, PolicyBinding binding, Attempt attempt) {

    void failed(ExpressionException failure) {
      if (!policy.ignoresFailure()) {
        unmet(String.valueOf(failure.getMessage()), "Invalid");
      }
    }

    void unmet(String message, String reason) {
      if (binding.actions().contains("Warn")) {
        attempt
            .warnings()
            .accept(
                Warnings.line(
                    "Validation failed for ValidatingAdmissionPolicy '%s' with binding '%s': %s"
                        .formatted(policy.name(), binding.name(), message)));
      }
      if (binding.actions().contains("Deny")) {
        throw refusal(message, reason);
      }
    }

    private StatusException refusal(String message, String reason) {
      String why =
          "ValidatingAdmissionPolicy '%s' with binding '%s' denied request: %s"
              .formatted(policy.name(), binding.name(), message);
      ResourceType type = attempt.type();
      ObjectNode details = Json.object();
      if (!attempt.name().isEmpty()) {
        details.put("name", attempt.name());
      }
      if (!type.group().isEmpty()) {
        details.put("group", type.group());
      }
      details.put("kind", type.plural());
      details.putArray("causes").addObject().put("message", why);
      String subject =
          type.resource() + (attempt.name().isEmpty() ? "" : " \"" + attempt.name() + "\"");
      return StatusException.of(code(reason), reason, subject + " is forbidden: " + why, details);
    }

    private static int code(String reason) {
      return switch (reason) {
        case "Unauthorized" -> 401;
        case "Forbidden" -> 403;
        case "RequestEntityTooLarge" -> 413;
        default -> 422;
      };
    }
  }
}
