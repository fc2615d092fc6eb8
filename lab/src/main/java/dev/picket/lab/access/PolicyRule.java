package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a role allows.
 *
 * @param verbs or {@code *}
 * @param groups of resources, or {@code *}
 * @param resources with subresources behind a slash; {@code *} for all, {@code *}{@code /scale} for
 *     one subresource of all
 * @param names of objects; empty for all
 * @param urls paths that are no resources; a star at the end stands for any rest
 */
record PolicyRule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> urls) {

  static List<PolicyRule> all(JsonNode rules) {
    List<PolicyRule> all = new ArrayList<>();
    for (JsonNode each : rules) {
      all.add(
          new PolicyRule(
              texts(each.path("verbs")),
              texts(each.path("apiGroups")),
              texts(each.path("resources")),
              texts(each.path("resourceNames")),
              texts(each.path("nonResourceURLs"))));
    }
    return List.copyOf(all);
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }

  boolean allows(Question question) {
    if (!has(verbs, question.verb())) {
      return false;
    }
    if (question.aboutPath()) {
      return coversUrl(question.path());
    }
    return has(groups, question.group())
        && coversResource(question.combined(), question.subresource())
        && (names.isEmpty() || names.contains(question.name()));
  }

  /** Whether it allows all that a rule with one verb, group, resource and name allows. */
  boolean covers(PolicyRule single) {
    if (!has(verbs, single.verbs().getFirst())) {
      return false;
    }
    if (!single.urls().isEmpty()) {
      return coversUrl(single.urls().getFirst());
    }
    String resource = single.resources().getFirst();
    int slash = resource.indexOf('/');
    return has(groups, single.groups().getFirst())
        && coversResource(resource, slash < 0 ? "" : resource.substring(slash + 1))
        && (names.isEmpty() || (!single.names().isEmpty() && names.containsAll(single.names())));
  }

  /** The rule as rules with one verb, group, resource and name each. */
  List<PolicyRule> singles() {
    List<PolicyRule> singles = new ArrayList<>();
    for (String verb : verbs) {
      for (String url : urls) {
        singles.add(new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
      }
    }
    for (String group : groups) {
      for (String resource : resources) {
        for (String verb : verbs) {
          for (String name : names.isEmpty() ? List.of("") : names) {
            singles.add(
                new PolicyRule(
                    List.of(verb),
                    List.of(group),
                    List.of(resource),
                    name.isEmpty() ? List.of() : List.of(name),
                    List.of()));
          }
        }
      }
    }
    return singles;
  }

  /** How many {@link #singles} there are. */
  long count() {
    long objects = (long) groups.size() * resources.size();
    return verbs.size() * (urls.size() + objects * Math.max(1, names.size()));
  }

  private boolean coversResource(String combined, String subresource) {
    return resources.contains("*")
        || resources.contains(combined)
        || (!subresource.isEmpty() && resources.contains("*/" + subresource));
  }

  private boolean coversUrl(String path) {
    for (String each : urls) {
      boolean prefix = each.endsWith("*") && path.startsWith(each.substring(0, each.length() - 1));
      if (each.equals(path) || prefix) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<String> values, String value) {
    return values.contains("*") || values.contains(value);
  }

  /** As reviews list it: resources or paths. */
  ObjectNode shown() {
    ObjectNode node = Json.object();
    verbs.forEach(node.putArray("verbs")::add);
    add(node, "apiGroups", groups);
    add(node, "resources", resources);
    add(node, "resourceNames", names);
    add(node, "nonResourceURLs", urls);
    return node;
  }

  private static void add(ObjectNode node, String member, List<String> values) {
    if (!values.isEmpty()) {
      values.forEach(node.putArray(member)::add);
    }
  }
}
