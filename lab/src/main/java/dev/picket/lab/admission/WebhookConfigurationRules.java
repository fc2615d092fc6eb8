package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Defaults and checks of mutating and validating webhook configurations. */
final class WebhookConfigurationRules implements KindRules {

  private static final int TIMEOUT_SECONDS = 10;
  private static final int TIMEOUT_SECONDS_MAX = 30;
  private static final int HTTPS = 443;
  private static final int PORT_MAX = 65_535;
  private static final String URL_FORM = "; desired format: https://host[/path]";

  private final boolean mutating;

  WebhookConfigurationRules(boolean mutating) {
    this.mutating = mutating;
  }

  @Override
  public void complete(ObjectNode object) {
    for (JsonNode each : object.path("webhooks")) {
      if (each instanceof ObjectNode webhook) {
        completeWebhook(webhook);
      }
    }
  }

  private void completeWebhook(ObjectNode webhook) {
    putIfAbsent(webhook, "failurePolicy", "Fail");
    putIfAbsent(webhook, "matchPolicy", "Equivalent");
    if (mutating) {
      putIfAbsent(webhook, "reinvocationPolicy", "Never");
    }
    if (!webhook.hasNonNull("timeoutSeconds")) {
      webhook.put("timeoutSeconds", TIMEOUT_SECONDS);
    }
    completeSelectors(webhook);
    completeRules(webhook.path("rules"));
    if (webhook.path("clientConfig").path("service") instanceof ObjectNode service
        && !service.hasNonNull("port")) {
      service.put("port", HTTPS);
    }
  }

  static void completeSelectors(ObjectNode node) {
    for (String each : List.of("namespaceSelector", "objectSelector")) {
      if (!node.hasNonNull(each)) {
        node.set(each, Json.object());
      }
    }
  }

  static void completeRules(JsonNode rules) {
    for (JsonNode each : rules) {
      if (each instanceof ObjectNode rule) {
        putIfAbsent(rule, "scope", "*");
      }
    }
  }

  static void putIfAbsent(ObjectNode node, String member, String value) {
    if (!node.hasNonNull(member)) {
      node.put(member, value);
    }
  }

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public List<FieldProblem> check(ObjectNode object) {
    List<FieldProblem> problems = new ArrayList<>();
    JsonNode webhooks = object.path("webhooks");
    List<String> names = new ArrayList<>();
    for (int index = 0; index < webhooks.size(); index++) {
      JsonNode webhook = webhooks.get(index);
      String place = "webhooks[" + index + "].";
      checkWebhook(webhook, place, problems);
      String name = webhook.path("name").asText();
      if (names.contains(name)) {
        problems.add(
            FieldProblem.of(
                FieldProblem.Reason.DUPLICATE, place + "name", RuleChecks.quoted(name), ""));
      }
      names.add(name);
    }
    return problems;
  }

  private void checkWebhook(JsonNode webhook, String field, List<FieldProblem> problems) {
    RuleChecks.Place place = new RuleChecks.Place(field, problems);
    checkName(webhook.path("name").asText(), place);
    RuleChecks.check(webhook.path("rules"), field + "rules", problems);
    place.supported(
        "failurePolicy", webhook.path("failurePolicy").asText(), List.of("Fail", "Ignore"));
    place.supported(
        "matchPolicy", webhook.path("matchPolicy").asText(), List.of("Exact", "Equivalent"));
    String sideEffects = webhook.path("sideEffects").asText();
    if (sideEffects.isEmpty()) {
      problems.add(
          FieldProblem.required(field + "sideEffects", "must specify one of None, NoneOnDryRun"));
    } else {
      place.supported("sideEffects", sideEffects, List.of("None", "NoneOnDryRun"));
    }
    checkTimeout(webhook.path("timeoutSeconds"), place);
    RuleChecks.selector(webhook.path("namespaceSelector"), field + "namespaceSelector", problems);
    RuleChecks.selector(webhook.path("objectSelector"), field + "objectSelector", problems);
    checkClient(
        webhook.path("clientConfig"), new RuleChecks.Place(field + "clientConfig", problems));
    if (mutating) {
      place.supported(
          "reinvocationPolicy",
          webhook.path("reinvocationPolicy").asText(),
          List.of("Never", "IfNeeded"));
    }
    checkVersions(Rule.texts(webhook.path("admissionReviewVersions")), place);
    problems.addAll(
        Conditions.check(
            webhook.path("matchConditions"), field + "matchConditions", Conditions.VARIABLES));
  }

  private static void checkTimeout(JsonNode timeout, RuleChecks.Place place) {
    if (!timeout.isIntegralNumber()
        || timeout.asLong() < 1
        || timeout.asLong() > TIMEOUT_SECONDS_MAX) {
      place.invalid(
          "timeoutSeconds",
          timeout.toString(),
          "the timeout value must be between 1 and " + TIMEOUT_SECONDS_MAX + " seconds");
    }
  }

  private static void checkName(String name, RuleChecks.Place place) {
    if (name.isEmpty()) {
      place.problems().add(FieldProblem.required(place.field() + "name", ""));
    } else if (name.split("\\.", -1).length < 3) {
      place.invalid(
          "name",
          RuleChecks.quoted(name),
          "should be a domain with at least three segments separated by dots");
    } else if (!name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
      place.invalid(
          "name",
          RuleChecks.quoted(name),
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
              + " '.', and must start and end with an alphanumeric character");
    }
  }

  /** The lab speaks v1 only, so a webhook that knows nothing newer is refused. */
  private static void checkVersions(List<String> versions, RuleChecks.Place place) {
    if (versions.isEmpty()) {
      place
          .problems()
          .add(
              FieldProblem.required(
                  place.field() + "admissionReviewVersions", "must specify one of v1, v1beta1"));
    } else if (!versions.contains("v1")) {
      place.invalid(
          "admissionReviewVersions",
          RuleChecks.go("string", versions),
          versions.contains("v1beta1")
              ? "the lab asks in v1 only"
              : "must include at least one of v1, v1beta1");
    }
  }

  private static void checkClient(JsonNode client, RuleChecks.Place place) {
    boolean url = client.hasNonNull("url");
    JsonNode service = client.path("service");
    if (url == service.isObject()) {
      place
          .problems()
          .add(FieldProblem.required(place.field(), "exactly one of url or service is required"));
    } else if (url) {
      checkUrl(client.path("url").asText(), place);
    } else {
      checkService(service, new RuleChecks.Place(place.field() + ".service.", place.problems()));
    }
    checkBundle(client.path("caBundle").asText(), place);
  }

  private static void checkBundle(String bundle, RuleChecks.Place place) {
    try {
      Base64.getDecoder().decode(bundle);
    } catch (IllegalArgumentException malformed) {
      place.invalid(".caBundle", RuleChecks.quoted(bundle), "expected base64");
    }
  }

  private static void checkUrl(String text, RuleChecks.Place place) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException malformed) {
      place.invalid(
          ".url",
          RuleChecks.quoted(text),
          "url must be a valid URL: " + malformed.getMessage() + URL_FORM);
      return;
    }
    if (!"https".equals(url.getScheme())) {
      String scheme = url.getScheme() == null ? "" : url.getScheme();
      place.invalid(
          ".url", RuleChecks.quoted(scheme), "'https' is the only allowed URL scheme" + URL_FORM);
    }
    if (url.getHost() == null) {
      place.invalid(".url", "\"\"", "host must be specified" + URL_FORM);
    }
    forbidden(url.getUserInfo(), "user information is", place);
    forbidden(url.getFragment(), "fragments are", place);
    forbidden(url.getQuery(), "query parameters are", place);
  }

  private static void forbidden(@Nullable String part, String what, RuleChecks.Place place) {
    if (part != null && !part.isEmpty()) {
      place.invalid(".url", RuleChecks.quoted(part), what + " not permitted in the URL");
    }
  }

  private static void checkService(JsonNode service, RuleChecks.Place place) {
    for (String each : List.of("name", "namespace")) {
      if (service.path(each).asText().isEmpty()) {
        place
            .problems()
            .add(FieldProblem.required(place.field() + each, "service " + each + " is required"));
      }
    }
    String path = service.path("path").asText();
    if (!path.isEmpty() && !path.matches("/([^/?#]+(/[^/?#]+)*/?)?")) {
      place.invalid(
          "path", RuleChecks.quoted(path), "must start with a '/' and have no empty segment");
    }
    long port = service.path("port").asLong(HTTPS);
    if (port < 1 || port > PORT_MAX) {
      place.invalid(
          "port", Long.toString(port), "port is not valid: must be between 1 and 65535, inclusive");
    }
  }
}
