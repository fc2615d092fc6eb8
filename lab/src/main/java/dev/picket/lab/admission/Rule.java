package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;

/**
 * Which attempts a webhook or a policy is asked about.
 *
 * @param operations such as {@code CREATE}, or {@code *}
 * @param groups or {@code *}
 * @param versions or {@code *}
 * @param resources plurals with subresources behind a slash, each of which may be {@code *}
 * @param scope {@code Cluster}, {@code Namespaced} or {@code *}
 * @param names of objects; empty for all
 */
record Rule(
    List<String> operations,
    List<String> groups,
    List<String> versions,
    List<String> resources,
    String scope,
    List<String> names) {

  static List<Rule> all(JsonNode rules) {
    List<Rule> all = new ArrayList<>();
    rules.forEach(each -> all.add(of(each)));
    return List.copyOf(all);
  }

  private static Rule of(JsonNode rule) {
    return new Rule(
        texts(rule.path("operations")),
        texts(rule.path("apiGroups")),
        texts(rule.path("apiVersions")),
        texts(rule.path("resources")),
        rule.path("scope").asText("*"),
        texts(rule.path("resourceNames")));
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }

  /** Whether it holds for an attempt, were it made on this type. */
  boolean matches(Attempt attempt, ResourceType type) {
    return has(operations, attempt.operation().name())
        && has(groups, type.group())
        && has(versions, type.version())
        && resource(type.plural(), attempt.subresource())
        && scope(attempt, type)
        && (names.isEmpty() || names.contains(attempt.name()));
  }

  private boolean resource(String plural, String subresource) {
    for (String each : resources) {
      int slash = each.indexOf('/');
      String resource = slash < 0 ? each : each.substring(0, slash);
      String below = slash < 0 ? "" : each.substring(slash + 1);
      if ((resource.equals("*") || resource.equals(plural))
          && (below.equals("*") || below.equals(subresource))) {
        return true;
      }
    }
    return false;
  }

  private boolean scope(Attempt attempt, ResourceType type) {
    boolean cluster = attempt.namespace().isEmpty() || type.equals(BuiltInTypes.NAMESPACE);
    return switch (scope) {
      case "Cluster" -> cluster;
      case "Namespaced" -> !cluster;
      default -> true;
    };
  }

  private static boolean has(List<String> values, String value) {
    return values.contains("*") || values.contains(value);
  }
}
