package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may do what, and how it is asked. */
@Heading("RBAC and access reviews")
final class RbacFacts {

  private static final String RBAC = "rbac.authorization.k8s.io/v1/";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";

  private RbacFacts() {}

  private static String account(Place place) {
    return "system:serviceaccount:%s:a".formatted(place.namespace());
  }

  /** Grants the account a role with one rule, and waits until it holds. */
  private static void grant(Place place, String rule) {
    place.create(RBAC + "roles", "{metadata:{name:'r'},rules:[%s]}".formatted(rule));
    place.create(
        RBAC + "rolebindings",
        ("{metadata:{name:'b'},roleRef:{apiGroup:'rbac.authorization.k8s.io',kind:'Role',name:'r'},"
                + "subjects:[{kind:'ServiceAccount',name:'a',namespace:'%s'}]}")
            .formatted(place.namespace()));
  }

  private static void untilAllowed(
      Place place, String token, String method, String path, String body) {
    place.until(path + " is allowed", () -> place.as(token, method, path, body).status() != 403);
  }

  @Fact("without a binding everything is Forbidden, with who, what and where")
  static void nothing(Place place) {
    String token = TokenFacts.token(place, "a");
    place
        .as(token, "GET", "configmaps", "")
        .is(403, "Forbidden")
        .says(
            "configmaps is forbidden: User \"%s\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"%s\""
                .formatted(account(place), place.namespace()))
        .has("/details/kind", "configmaps");
    place
        .as(token, "GET", "configmaps/x", "")
        .is(403, "Forbidden")
        .mentions("configmaps \"x\" is forbidden", "cannot get resource");
  }

  @Fact("at the cluster's scope it is told as such")
  static void clusterScope(Place place) {
    String token = TokenFacts.token(place, "a");
    place
        .as(token, "GET", "/api/v1/nodes", "")
        .is(403, "Forbidden")
        .says(
            "nodes is forbidden: User \"%s\" cannot list resource \"nodes\" in API group \"\" at the cluster scope"
                .formatted(account(place)));
  }

  @Fact("a role allows its verbs on its resources alone")
  static void role(Place place) {
    String token = TokenFacts.token(place, "a");
    grant(place, "{apiGroups:[''],resources:['configmaps'],verbs:['get','list']}");
    untilAllowed(place, token, "GET", "configmaps", "");
    place.as(token, "GET", "configmaps", "").is(200);
    place
        .as(token, "POST", "configmaps", "{metadata:{name:'x'}}")
        .is(403)
        .mentions("cannot create resource");
    place.as(token, "GET", "secrets", "").is(403);
    place.as(token, "GET", "/api/v1/configmaps", "").is(403).mentions("at the cluster scope");
  }

  @Fact("resourceNames allow single objects")
  static void names(Place place) {
    String token = TokenFacts.token(place, "a");
    place.create("configmaps", "{metadata:{name:'mine'}}");
    place.create("configmaps", "{metadata:{name:'other'}}");
    grant(
        place,
        "{apiGroups:[''],resources:['configmaps'],resourceNames:['mine'],verbs:['get','delete']}");
    untilAllowed(place, token, "GET", "configmaps/mine", "");
    place.as(token, "GET", "configmaps/mine", "").is(200);
    place.as(token, "GET", "configmaps/other", "").is(403);
    place.as(token, "DELETE", "configmaps/other", "").is(403);
  }

  @Fact("subresources are allowed by their own name")
  static void subresources(Place place) {
    String token = TokenFacts.token(place, "a");
    place.create("apps/v1/deployments", Bodies.workload("d", "paused:true,"));
    grant(place, "{apiGroups:['apps'],resources:['deployments/scale'],verbs:['get']}");
    untilAllowed(place, token, "GET", "apps/v1/deployments/d/scale", "");
    place.as(token, "GET", "apps/v1/deployments/d/scale", "").is(200);
    place
        .as(token, "GET", "apps/v1/deployments/d", "")
        .is(403)
        .mentions("deployments.apps \"d\" is forbidden", "in API group \"apps\"");
    place
        .as(token, "GET", "apps/v1/deployments/d/status", "")
        .is(403)
        .mentions("deployments/status");
  }

  @Fact("stars allow all")
  static void stars(Place place) {
    String token = TokenFacts.token(place, "a");
    grant(place, "{apiGroups:['*'],resources:['*'],verbs:['*']}");
    untilAllowed(place, token, "GET", "secrets", "");
    place.as(token, "POST", "configmaps", "{metadata:{name:'x'}}").is(201);
    place.as(token, "GET", "apps/v1/deployments", "").is(200);
    place.as(token, "GET", "/api/v1/namespaces", "").is(403);
  }

  @Fact("a cluster role that a role binding names holds in its namespace")
  static void clusterRole(Place place) {
    String token = TokenFacts.token(place, "a");
    place.create(
        RBAC + "rolebindings",
        ("{metadata:{name:'b'},roleRef:{apiGroup:'rbac.authorization.k8s.io',kind:'ClusterRole',name:'view'},"
                + "subjects:[{kind:'ServiceAccount',name:'a',namespace:'%s'}]}")
            .formatted(place.namespace()));
    untilAllowed(place, token, "GET", "configmaps", "");
    place.as(token, "GET", "secrets", "").is(403);
    place.as(token, "GET", "/api/v1/configmaps", "").is(403);
  }

  @Fact("a cluster role binding holds everywhere, by group too")
  static void clusterRoleBinding(Place place) {
    String token = TokenFacts.token(place, "a");
    String role = place.unique("r");
    place.make(
        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        "{metadata:{name:'%s'},rules:[{apiGroups:[''],resources:['nodes'],verbs:['list']}]}"
            .formatted(role));
    place.make(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        ("{metadata:{name:'%s'},roleRef:{apiGroup:'rbac.authorization.k8s.io',kind:'ClusterRole',name:'%s'},"
                + "subjects:[{kind:'Group',name:'system:serviceaccounts:%s',apiGroup:'rbac.authorization.k8s.io'}]}")
            .formatted(role, role, place.namespace()));
    untilAllowed(place, token, "GET", "/api/v1/nodes", "");
    place.as(token, "GET", "/api/v1/nodes", "").is(200);
  }

  @Fact("cluster roles are aggregated by label")
  static void aggregation(Place place) {
    String label = place.unique("l");
    String part = place.unique("part");
    String whole = place.unique("whole");
    String path = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
    place.make(
        path,
        "{metadata:{name:'%s',labels:{'%s':'yes'}},rules:[{apiGroups:[''],resources:['nodes'],verbs:['list']}]}"
            .formatted(part, label));
    place.make(
        path,
        "{metadata:{name:'%s'},aggregationRule:{clusterRoleSelectors:[{matchLabels:{'%s':'yes'}}]},rules:[]}"
            .formatted(whole, label));
    place.untilHas(path + "/" + whole, "/rules/0/resources", "['nodes']");
  }

  @Fact("nobody grants what he may not do himself")
  static void escalation(Place place) {
    String token = TokenFacts.token(place, "a");
    grant(place, "{apiGroups:['rbac.authorization.k8s.io'],resources:['roles'],verbs:['create']}");
    String role =
        "{metadata:{name:'more'},rules:[{apiGroups:[''],resources:['secrets'],verbs:['get']}]}";
    place.until(
        "it is refused for what it grants",
        () ->
            place
                .as(token, "POST", RBAC + "roles", role)
                .text("/message")
                .contains("attempting to grant RBAC permissions not currently held"));
  }

  @Fact("everybody may ask for discovery and the version")
  static void discovery(Place place) {
    String token = TokenFacts.token(place, "a");
    place.as(token, "GET", "/api", "").is(200);
    place.as(token, "GET", "/apis", "").is(200);
    place.as(token, "GET", "/version", "").is(200);
  }

  @Fact("another path is Forbidden by its path")
  static void nonResource(Place place) {
    String token = TokenFacts.token(place, "a");
    place
        .as(token, "GET", "/metrics", "")
        .is(403, "Forbidden")
        .says("forbidden: User \"%s\" cannot get path \"/metrics\"".formatted(account(place)));
  }

  @Fact("a SelfSubjectAccessReview answers who asks")
  static void self(Place place) {
    String token = TokenFacts.token(place, "a");
    String review =
        "{spec:{resourceAttributes:{namespace:'%s',verb:'list',resource:'configmaps'}}}"
            .formatted(place.namespace());
    place.post(REVIEWS + "selfsubjectaccessreviews", review).is(201).has("/status/allowed", "true");
    place
        .as(token, "POST", REVIEWS + "selfsubjectaccessreviews", review)
        .is(201)
        .has("/status/allowed", "false");
    grant(place, "{apiGroups:[''],resources:['configmaps'],verbs:['list']}");
    place.until(
        "it is allowed",
        () ->
            place
                .as(token, "POST", REVIEWS + "selfsubjectaccessreviews", review)
                .at("/status/allowed")
                .asBoolean());
  }

  @Fact("a SubjectAccessReview answers for another, with a reason")
  static void subject(Place place) {
    TokenFacts.token(place, "a");
    grant(place, "{apiGroups:[''],resources:['configmaps'],verbs:['list']}");
    String review =
        "{spec:{user:'%s',resourceAttributes:{namespace:'%s',verb:'list',resource:'configmaps'}}}"
            .formatted(account(place), place.namespace());
    place.until(
        "it is allowed",
        () ->
            place.post(REVIEWS + "subjectaccessreviews", review).at("/status/allowed").asBoolean());
    assertThat(place.post(REVIEWS + "subjectaccessreviews", review).text("/status/reason"))
        .contains("RBAC: allowed by RoleBinding");
  }

  @Fact("a SubjectAccessReview without attributes is Invalid")
  static void emptyReview(Place place) {
    place
        .post(REVIEWS + "subjectaccessreviews", "{spec:{user:'x'}}")
        .is(422, "Invalid")
        .cause(
            "spec.resourceAttributes",
            "FieldValueInvalid",
            "exactly one of nonResourceAttributes or resourceAttributes must be specified");
  }

  @Fact("a LocalSubjectAccessReview is of its namespace")
  static void local(Place place) {
    TokenFacts.token(place, "a");
    String review =
        "{metadata:{namespace:'%s'},spec:{user:'x',resourceAttributes:{namespace:'%s',verb:'list',resource:'configmaps'}}}";
    place
        .post(
            "authorization.k8s.io/v1/localsubjectaccessreviews",
            review.formatted(place.namespace(), place.namespace()))
        .is(201)
        .has("/status/allowed", "false");
    Answer other =
        place.post(
            "authorization.k8s.io/v1/localsubjectaccessreviews",
            review.formatted(place.namespace(), "other"));
    assertThat(other.status()).isBetween(400, 422);
  }

  @Fact("a SelfSubjectRulesReview lists what its asker may")
  static void rules(Place place) {
    String token = TokenFacts.token(place, "a");
    grant(place, "{apiGroups:['x.dev'],resources:['gadgets'],verbs:['list']}");
    String review = "{spec:{namespace:'%s'}}".formatted(place.namespace());
    place.until(
        "the rule is listed",
        () ->
            place
                .as(token, "POST", REVIEWS + "selfsubjectrulesreviews", review)
                .at("/status/resourceRules")
                .toString()
                .contains("gadgets"));
  }

  @Fact("impersonation asks as another")
  static void impersonation(Place place) {
    Answer answer =
        place.send("GET", "configmaps", java.util.Map.of("Impersonate-User", "picket-nobody"), "");
    answer.is(403, "Forbidden").mentions("User \"picket-nobody\" cannot list");
  }
}
