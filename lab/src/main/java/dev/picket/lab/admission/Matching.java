package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.LabelSelector;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.SelectorObject;
import dev.picket.lab.store.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts concern a webhook or a policy.
 *
 * @param rules of which one must hold
 * @param excluded of which none may hold
 * @param namespaces selects by the labels of the namespace
 * @param objects selects by the labels of the object, before or after
 * @param equivalent whether a rule for another version of the resource counts, too
 */
record Matching(
    List<Rule> rules,
    List<Rule> excluded,
    LabelSelector namespaces,
    LabelSelector objects,
    boolean equivalent) {

  /** Everything that there is. */
  private static final List<Rule> ANYTHING =
      List.of(new Rule(List.of("*"), List.of("*"), List.of("*"), List.of("*/*"), "*", List.of()));

  /** Reads a webhook. */
  static Matching ofWebhook(JsonNode webhook) {
    return of(webhook, Rule.all(webhook.path("rules")), List.of());
  }

  /**
   * Reads the {@code matchConstraints} of a policy, or the {@code matchResources} of a binding,
   * which may have no rules.
   */
  static Matching ofPolicy(JsonNode resources) {
    List<Rule> rules = Rule.all(resources.path("resourceRules"));
    return of(
        resources,
        rules.isEmpty() ? ANYTHING : rules,
        Rule.all(resources.path("excludeResourceRules")));
  }

  private static Matching of(JsonNode node, List<Rule> rules, List<Rule> excluded) {
    return new Matching(
        rules,
        excluded,
        SelectorObject.parse(node.path("namespaceSelector")),
        SelectorObject.parse(node.path("objectSelector")),
        !node.path("matchPolicy").asText().equals("Exact"));
  }

  /**
   * The type in whose version the attempt is to be shown; empty when it does not concern.
   *
   * @param all the resources that there are in all versions, looked up when needed
   */
  Optional<ResourceType> match(Attempt attempt, Snapshot snapshot, Types all) {
    Optional<ResourceType> type = byRules(rules, attempt, all);
    if (type.isEmpty()
        || byRules(excluded, attempt, all).isPresent()
        || !matchesNamespace(attempt, snapshot)
        || !matchesObjects(attempt)) {
      return Optional.empty();
    }
    return type;
  }

  private Optional<ResourceType> byRules(List<Rule> some, Attempt attempt, Types all) {
    for (Rule each : some) {
      if (each.matches(attempt, attempt.type())) {
        return Optional.of(attempt.type());
      }
    }
    if (!equivalent || !attempt.subresource().isEmpty() || some.isEmpty()) {
      return Optional.empty();
    }
    return all.sharing(attempt.type()).stream()
        .filter(type -> some.stream().anyMatch(rule -> rule.matches(attempt, type)))
        .findFirst();
  }

  private boolean matchesNamespace(Attempt attempt, Snapshot snapshot) {
    boolean itself = attempt.type().equals(BuiltInTypes.NAMESPACE);
    if (attempt.namespace().isEmpty() && !itself) {
      return true;
    }
    if (itself && attempt.subresource().isEmpty() && attempt.object() != null) {
      return namespaces.matches(Labels.of(attempt.object()));
    }
    String name = itself ? attempt.name() : attempt.namespace();
    Map<String, String> labels =
        snapshot
            .get(BuiltInTypes.NAMESPACE.key("", name))
            .map(each -> each.labels())
            .orElse(Map.of());
    return namespaces.matches(labels);
  }

  private boolean matchesObjects(Attempt attempt) {
    boolean none = attempt.object() == null && attempt.former() == null;
    return none
        ? objects.matches(Map.of())
        : matches(attempt.object()) || matches(attempt.former());
  }

  private boolean matches(@Nullable ObjectNode object) {
    return object != null && objects.matches(Labels.of(object));
  }

  /** The versions of resources. */
  @FunctionalInterface
  interface Types {

    /** The other types whose objects are kept at the same place. */
    List<ResourceType> sharing(ResourceType type);
  }
}
