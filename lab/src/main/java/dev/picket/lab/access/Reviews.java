package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers what is asked about access itself, by objects that are never kept. */
final class Reviews {

  private static final String GROUP = "authorization.k8s.io";

  private final Rbac rbac;
  private final Tokens tokens;

  Reviews(Rbac rbac, Tokens tokens) {
    this.rbac = rbac;
    this.tokens = tokens;
  }

  /** About anybody. */
  ObjectNode subject(ObjectNode review) {
    JsonNode spec = review.path("spec");
    List<FieldProblem> problems = problems(spec);
    if (spec.path("user").asText().isEmpty() && spec.path("groups").isEmpty()) {
      problems.add(
          FieldProblem.invalid(
              "spec.user", "\"\"", "at least one of user or group must be specified"));
    }
    require(problems);
    return decided(review, named(spec));
  }

  /** About anybody in one namespace. */
  ObjectNode local(ObjectNode review, String namespace) {
    JsonNode spec = review.path("spec");
    String asked = spec.path("resourceAttributes").path("namespace").asText();
    if (spec.path("resourceAttributes").isObject() && !asked.equals(namespace)) {
      require(
          List.of(
              FieldProblem.invalid(
                  "spec.resourceAttributes.namespace",
                  "\"" + asked + "\"",
                  "must match metadata.namespace")));
    }
    if (spec.path("nonResourceAttributes").isObject()) {
      require(
          List.of(
              FieldProblem.invalid(
                  "spec.nonResourceAttributes",
                  shown(spec),
                  "disallowed on this kind of request")));
    }
    return subject(review);
  }

  /** About who asks. */
  ObjectNode self(ObjectNode review, Requester requester) {
    require(problems(review.path("spec")));
    return decided(review, requester);
  }

  /** All that who asks may do. */
  ObjectNode rules(ObjectNode review, Requester requester) {
    String namespace = review.path("spec").path("namespace").asText();
    if (namespace.isEmpty()) {
      throw StatusException.badRequest("no namespace on request");
    }
    ObjectNode status = Json.object();
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode urls = status.putArray("nonResourceRules");
    for (PolicyRule each : rbac.rules(requester, namespace)) {
      (each.urls().isEmpty() ? resources : urls).add(each.shown());
    }
    return answered(review, status.put("incomplete", false));
  }

  /** Who asks. */
  ObjectNode whoAmI(ObjectNode review, Requester requester, Instant now) {
    ObjectNode status = Json.object();
    status.set("userInfo", requester.userInfo());
    review.putObject("metadata").put("creationTimestamp", Timestamps.seconds(now));
    review.set("status", status);
    return review;
  }

  /** Whose a token is. */
  ObjectNode token(ObjectNode review) {
    JsonNode spec = review.path("spec");
    String token = spec.path("token").asText();
    if (token.isEmpty()) {
      throw StatusException.badRequest("token is required for TokenReview in authentication");
    }
    List<String> audiences = PolicyRule.texts(spec.path("audiences"));
    ObjectNode status = Json.object();
    try {
      ServiceAccounts.Verified verified =
          tokens.verify(token, audiences.isEmpty() ? List.of(ServiceAccounts.ISSUER) : audiences);
      status.put("authenticated", true).set("user", verified.requester().userInfo());
      verified.audiences().forEach(status.putArray("audiences")::add);
    } catch (InvalidTokenException invalid) {
      status.set("user", Json.object());
      String why = String.valueOf(invalid.getMessage());
      status.put(
          "error",
          why.equals("invalid bearer token") ? why : "[invalid bearer token, " + why + "]");
    }
    return answered(review, status);
  }

  private ObjectNode decided(ObjectNode review, Requester requester) {
    Rbac.Decision decision = rbac.decide(question(review.path("spec"), requester));
    ObjectNode status = Json.object().put("allowed", decision.allowed());
    if (!decision.reason().isEmpty()) {
      status.put("reason", decision.reason());
    }
    return answered(review, status);
  }

  private static ObjectNode answered(ObjectNode review, ObjectNode status) {
    review.withObjectProperty("metadata").putNull("creationTimestamp");
    review.set("status", status);
    return review;
  }

  private static Requester named(JsonNode spec) {
    Map<String, List<String>> extra = new TreeMap<>();
    spec.path("extra")
        .properties()
        .forEach(each -> extra.put(each.getKey(), PolicyRule.texts(each.getValue())));
    return new Requester(
        spec.path("user").asText(),
        spec.path("uid").asText(),
        PolicyRule.texts(spec.path("groups")),
        extra);
  }

  private static Question question(JsonNode spec, Requester requester) {
    JsonNode resource = spec.path("resourceAttributes");
    if (!resource.isObject()) {
      JsonNode path = spec.path("nonResourceAttributes");
      return Question.ofPath(requester, path.path("verb").asText(), path.path("path").asText());
    }
    return new Question(
        requester,
        resource.path("verb").asText(),
        resource.path("group").asText(),
        resource.path("resource").asText(),
        resource.path("subresource").asText(),
        resource.path("namespace").asText(),
        resource.path("name").asText(),
        "");
  }

  private static List<FieldProblem> problems(JsonNode spec) {
    List<FieldProblem> problems = new ArrayList<>();
    boolean resource = spec.path("resourceAttributes").isObject();
    boolean path = spec.path("nonResourceAttributes").isObject();
    if (resource && path) {
      problems.add(
          FieldProblem.invalid(
              "spec.nonResourceAttributes",
              shown(spec),
              "cannot be specified in combination with resourceAttributes"));
    } else if (!resource && !path) {
      problems.add(
          FieldProblem.invalid(
              "spec.resourceAttributes",
              "\"null\"",
              "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }
    return problems;
  }

  private static String shown(JsonNode spec) {
    JsonNode path = spec.path("nonResourceAttributes");
    return "authorization.NonResourceAttributes{Path:\"%s\", Verb:\"%s\"}"
        .formatted(path.path("path").asText(), path.path("verb").asText());
  }

  /** The real API server leaves out the kind here, and so does this. */
  private static void require(List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw StatusException.invalid(GROUP, "", problems);
    }
  }
}
