package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people from giving themselves or others more rights than they have, unless they may {@code
 * escalate} roles or {@code bind} them.
 */
final class Escalation {

  private static final List<PolicyRule> EVERYTHING =
      List.of(
          new PolicyRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
          new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));

  /** How many single rights are compared at most. */
  private static final long SINGLES_MAX = 100_000;

  private final Rbac rbac;

  Escalation(Rbac rbac) {
    this.rbac = rbac;
  }

  /** Whether objects of this type are looked at. */
  static boolean concerns(ResourceType type) {
    return type.group().equals(Roles.GROUP);
  }

  /**
   * Requires that the requester may grant what the object grants.
   *
   * @param former null for a new one
   * @throws StatusException 403 when he may not, 404 when a role is not there
   */
  void require(
      Requester requester,
      ResourceType type,
      String namespace,
      JsonNode object,
      @Nullable JsonNode former) {
    if (type.plural().endsWith("bindings")) {
      requireBinding(requester, type, namespace, object);
    } else {
      requireRole(requester, type, namespace, object, former);
    }
  }

  private void requireRole(
      Requester requester,
      ResourceType type,
      String namespace,
      JsonNode role,
      @Nullable JsonNode former) {
    String name = role.path("metadata").path("name").asText();
    boolean same =
        former != null
            && former.path("rules").equals(role.path("rules"))
            && former.path("aggregationRule").equals(role.path("aggregationRule"));
    if (same || allowed(requester, "escalate", type.plural(), namespace, name)) {
      return;
    }
    if (role.hasNonNull("aggregationRule")
        && !missing(requester, namespace, EVERYTHING).isEmpty()) {
      throw StatusException.forbidden(
          type, name, "must have cluster-admin privileges to use the aggregationRule");
    }
    requireCovered(requester, type, namespace, name, PolicyRule.all(role.path("rules")));
  }

  private void requireBinding(
      Requester requester, ResourceType type, String namespace, JsonNode binding) {
    String name = binding.path("metadata").path("name").asText();
    JsonNode reference = binding.path("roleRef");
    String kind = reference.path("kind").asText();
    String role = reference.path("name").asText();
    ResourceType roles = kind.equals("ClusterRole") ? Roles.CLUSTER_ROLE : Roles.ROLE;
    if (allowed(requester, "bind", roles.plural(), namespace, role)) {
      return;
    }
    List<PolicyRule> rules =
        rbac.rules(kind, namespace, role).orElseThrow(() -> StatusException.notFound(roles, role));
    requireCovered(requester, type, namespace, name, rules);
  }

  private boolean allowed(
      Requester requester, String verb, String resource, String namespace, String name) {
    return rbac.decide(
            new Question(requester, verb, Roles.GROUP, resource, "", namespace, name, ""))
        .allowed();
  }

  private void requireCovered(
      Requester requester,
      ResourceType type,
      String namespace,
      String name,
      List<PolicyRule> granted) {
    List<PolicyRule> missing = missing(requester, namespace, granted);
    if (missing.isEmpty()) {
      return;
    }
    String groups =
        requester.groups().stream()
            .map(each -> "\"" + each + "\"")
            .collect(Collectors.joining(" ", "[", "]"));
    throw StatusException.forbidden(
        type,
        name,
        "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s"
            .formatted(requester.name(), groups, String.join("\n", shown(missing))));
  }

  private List<PolicyRule> missing(
      Requester requester, String namespace, List<PolicyRule> granted) {
    List<PolicyRule> held = rbac.rules(requester, namespace);
    List<PolicyRule> missing = new ArrayList<>();
    long count = 0;
    for (PolicyRule rule : granted) {
      count += rule.count();
      if (count > SINGLES_MAX) {
        throw StatusException.badRequest(
            "the role grants more than " + SINGLES_MAX + " rights, too many to compare");
      }
      for (PolicyRule single : rule.singles()) {
        if (held.stream().noneMatch(each -> each.covers(single))) {
          missing.add(single);
        }
      }
    }
    return missing;
  }

  /** A line for what is about the same objects, with all verbs. */
  private static List<String> shown(List<PolicyRule> missing) {
    Map<PolicyRule, List<String>> verbs = new LinkedHashMap<>();
    for (PolicyRule each : missing) {
      PolicyRule objects =
          new PolicyRule(List.of(), each.groups(), each.resources(), each.names(), each.urls());
      List<String> of = verbs.computeIfAbsent(objects, _ -> new ArrayList<>());
      if (!of.contains(each.verbs().getFirst())) {
        of.add(each.verbs().getFirst());
      }
    }
    return verbs.entrySet().stream()
        .map(each -> shown(each.getKey(), each.getValue()))
        .sorted()
        .toList();
  }

  private static String shown(PolicyRule objects, List<String> verbs) {
    StringBuilder text = new StringBuilder("{");
    append(text, "APIGroups", objects.groups());
    append(text, "Resources", objects.resources());
    append(text, "ResourceNames", objects.names());
    append(text, "NonResourceURLs", objects.urls());
    append(text, "Verbs", verbs);
    return text.append('}').toString();
  }

  private static void append(StringBuilder text, String name, List<String> values) {
    if (!values.isEmpty()) {
      text.append(text.length() > 1 ? ", " : "")
          .append(name)
          .append(values.stream().collect(Collectors.joining("\" \"", ":[\"", "\"]")));
    }
  }
}
