package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.at;
import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * ValidatingWebhookConfigurations and MutatingWebhookConfigurations.
 *
 * @param mutating which of both
 */
record WebhookRules(boolean mutating) implements KindRules {

  private static final Set<String> OPERATIONS =
      Set.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
  private static final int SECONDS_MAX = 30;

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode configuration) {
    for (ObjectNode hook : objects(configuration, "webhooks")) {
      put(hook, "failurePolicy", "Fail");
      put(hook, "matchPolicy", "Equivalent");
      object(hook, "namespaceSelector");
      object(hook, "objectSelector");
      put(hook, "timeoutSeconds", 10);
      if (mutating) {
        put(hook, "reinvocationPolicy", "Never");
      }
      objects(hook, "rules").forEach(each -> put(each, "scope", "*"));
      at(hook, "clientConfig", "service").forEach(each -> put(each, "port", 443));
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode configuration) {
    Problems problems = new Problems();
    JsonNode hooks = configuration.path("webhooks");
    Set<String> names = new HashSet<>();
    for (int index = 0; index < hooks.size(); index++) {
      JsonNode hook = hooks.get(index);
      String place = "webhooks[" + index + "]";
      String name = hook.path("name").asText();
      if (!names.add(name)) {
        problems.duplicate(place + ".name", name);
      }
      hook(problems, hook, place);
    }
    return problems.found();
  }

  private void hook(Problems problems, JsonNode hook, String place) {
    String name = hook.path("name").asText();
    if (name.isEmpty()) {
      problems.required(place + ".name", "");
    } else {
      problems.format(place + ".name", name, Formats.subdomain(name));
      if (name.chars().filter(each -> each == '.').count() < 2) {
        problems.invalid(
            place + ".name",
            name,
            "should be a domain with at least three segments separated by dots");
      }
    }
    JsonNode rules = hook.path("rules");
    for (int index = 0; index < rules.size(); index++) {
      rule(problems, rules.get(index), place + ".rules[" + index + "]");
    }
    problems.oneOf(place + ".failurePolicy", hook.path("failurePolicy"), Set.of("Fail", "Ignore"));
    problems.oneOf(place + ".matchPolicy", hook.path("matchPolicy"), Set.of("Equivalent", "Exact"));
    if (hook.has("sideEffects")) {
      problems.oneOf(
          place + ".sideEffects", hook.path("sideEffects"), Set.of("None", "NoneOnDryRun"));
    } else {
      problems.required(place + ".sideEffects", "must specify one of None, NoneOnDryRun");
    }
    JsonNode seconds = hook.path("timeoutSeconds");
    if (seconds.asInt() < 1 || seconds.asInt() > SECONDS_MAX) {
      problems.invalid(
          place + ".timeoutSeconds", seconds, "the timeout value must be between 1 and 30 seconds");
    }
    if (mutating) {
      problems.oneOf(
          place + ".reinvocationPolicy",
          hook.path("reinvocationPolicy"),
          Set.of("Never", "IfNeeded"));
    }
    SelectorChecks selectors = new SelectorChecks(problems);
    selectors.check(hook.path("namespaceSelector"), place + ".namespaceSelector");
    selectors.check(hook.path("objectSelector"), place + ".objectSelector");
    client(problems, hook.path("clientConfig"), place + ".clientConfig");
    versions(problems, hook.path("admissionReviewVersions"), place + ".admissionReviewVersions");
  }

  private static void versions(Problems problems, JsonNode versions, String place) {
    if (versions.isEmpty()) {
      problems.required(place, "must specify one of v1, v1beta1");
      return;
    }
    boolean known = false;
    for (JsonNode each : versions) {
      known |= Set.of("v1", "v1beta1").contains(each.asText());
    }
    if (!known) {
      problems.invalid(place, versions, "must include at least one of v1, v1beta1");
    }
  }

  private static void client(Problems problems, JsonNode client, String place) {
    String url = client.path("url").asText();
    JsonNode service = client.path("service");
    if (url.isEmpty() == service.isMissingNode()) {
      problems.required(place, "exactly one of url or service is required");
    } else if (!url.isEmpty() && !url.startsWith("https://")) {
      problems.invalid(
          place + ".url",
          url,
          "'https' is the only allowed URL scheme; desired format: https://host[/path]");
    } else if (url.isEmpty()) {
      for (String field : List.of("name", "namespace")) {
        if (service.path(field).asText().isEmpty()) {
          problems.required(place + ".service." + field, "service " + field + " is required");
        }
      }
      JsonNode port = service.path("port");
      Formats.port(port.asInt())
          .forEach(
              why -> problems.invalid(place + ".service.port", port, "port is not valid: " + why));
    }
  }

  private static void rule(Problems problems, JsonNode rule, String place) {
    JsonNode operations = rule.path("operations");
    if (operations.isEmpty()) {
      problems.required(place + ".operations", "");
    }
    for (int index = 0; index < operations.size(); index++) {
      problems.oneOf(place + ".operations[" + index + "]", operations.get(index), OPERATIONS);
    }
    for (String field : List.of("apiGroups", "apiVersions", "resources")) {
      JsonNode values = rule.path(field);
      if (values.isEmpty()) {
        problems.required(place + "." + field, "");
      }
      if (values.size() > 1 && !field.equals("resources")) {
        for (JsonNode each : values) {
          if (each.asText().equals("*")) {
            problems.invalid(
                place + "." + field,
                values,
                "if '*' is present, must not specify other "
                    + (field.equals("apiGroups") ? "API groups" : "API versions"));
            break;
          }
        }
      }
    }
    problems.oneOf(place + ".scope", rule.path("scope"), Set.of("*", "Cluster", "Namespaced"));
  }
}
