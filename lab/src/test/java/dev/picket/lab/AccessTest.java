package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles, bindings, impersonation and what is asked about them, over HTTP. */
@Timeout(60)
final class AccessTest {

  private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/api/v1/namespaces/default/pods|pods is forbidden: User \"bob\" cannot list resource"
            + " \"pods\" in API group \"\" in the namespace \"default\"",
        "GET|/api/v1/namespaces/default/pods/x/log|pods \"x\" is forbidden: User \"bob\" cannot get"
            + " resource \"pods/log\" in API group \"\" in the namespace \"default\"",
        "GET|/api/v1/nodes|nodes is forbidden: User \"bob\" cannot list resource \"nodes\" in API"
            + " group \"\" at the cluster scope",
        "GET|/apis/apps/v1/namespaces/default/deployments/x/scale|deployments.apps \"x\" is"
            + " forbidden: User \"bob\" cannot get resource \"deployments/scale\" in API group"
            + " \"apps\" in the namespace \"default\"",
        "GET|/api/v1/namespaces/default/pods?watch=1|pods is forbidden: User \"bob\" cannot watch"
            + " resource \"pods\" in API group \"\" in the namespace \"default\"",
        "DELETE|/api/v1/namespaces/default/pods|pods is forbidden: User \"bob\" cannot"
            + " deletecollection resource \"pods\" in API group \"\" in the namespace \"default\"",
        "POST|/api/v1/namespaces|namespaces is forbidden: User \"bob\" cannot create resource"
            + " \"namespaces\" in API group \"\" at the cluster scope",
        "GET|/api/v1/namespaces/default|namespaces \"default\" is forbidden: User \"bob\" cannot"
            + " get resource \"namespaces\" in API group \"\" in the namespace \"default\"",
        "GET|/apis/no.dev/v1/things|things.no.dev is forbidden: User \"bob\" cannot list resource"
            + " \"things\" in API group \"no.dev\" at the cluster scope",
        "GET|/metrics|forbidden: User \"bob\" cannot get path \"/metrics\""
      })
  void whoHasNoRoleIsRefusedAsByTheRealOne(String method, String path, String message) {
    Answer refused = as("bob", method, path, "{}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.reason()).isEqualTo("Forbidden");
    assertThat(refused.message()).isEqualTo(message);
  }

  @Test
  void aRoleAllowsWhatItSaysInItsNamespaceOnly() {
    role(
        "default",
        "reader",
        "{\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"],\"verbs\":[\"get\",\"list\"]}");
    bind("default", "reader", "Role", "reader", "{\"kind\":\"User\",\"name\":\"bob\"}");
    client.createMap("a", "1");
    assertThat(as("bob", "GET", MAPS, "").status()).isEqualTo(200);
    assertThat(as("bob", "GET", MAPS + "/a", "").status()).isEqualTo(200);
    assertThat(as("bob", "DELETE", MAPS + "/a", "").status()).isEqualTo(403);
    assertThat(as("bob", "GET", "/api/v1/namespaces/kube-system/configmaps", "").status())
        .isEqualTo(403);
    assertThat(as("bob", "GET", "/api/v1/configmaps", "").status()).isEqualTo(403);
    client.delete(ROLES + "namespaces/default/rolebindings/reader");
    assertThat(as("bob", "GET", MAPS, "").status()).isEqualTo(403);
  }

  @Test
  void aRoleMayNameObjects() {
    role(
        "default",
        "one",
        "{\"apiGroups\":[\"\"],\"resources\":[\"configmaps\"],\"verbs\":[\"get\",\"list\"],"
            + "\"resourceNames\":[\"a\"]}");
    bind("default", "one", "Role", "one", "{\"kind\":\"Group\",\"name\":\"system:authenticated\"}");
    client.createMap("a", "1");
    client.createMap("b", "1");
    assertThat(as("bob", "GET", MAPS + "/a", "").status()).isEqualTo(200);
    assertThat(as("bob", "GET", MAPS + "/b", "").status()).isEqualTo(403);
    assertThat(as("bob", "GET", MAPS, "").status()).isEqualTo(403);
    assertThat(as("bob", "GET", MAPS + "?fieldSelector=metadata.name%3Da", "").status())
        .isEqualTo(200);
  }

  @Test
  void aBindingOfARoleThatIsGoneSaysSo() {
    bind("default", "lost", "ClusterRole", "lost", "{\"kind\":\"User\",\"name\":\"bob\"}");
    assertThat(as("bob", "GET", MAPS, "").message())
        .endsWith(": RBAC: clusterrole.rbac.authorization.k8s.io \"lost\" not found");
  }

  @Test
  void editAndViewAreMadeOfOtherRolesAndFollowThem() {
    JsonNode view = client.get(ROLES + "clusterroles/view").json();
    assertThat(view.path("rules").toString()).contains("endpointslices");
    bind("default", "view", "ClusterRole", "view", "{\"kind\":\"User\",\"name\":\"bob\"}");
    assertThat(as("bob", "GET", MAPS, "").status()).isEqualTo(200);
    assertThat(as("bob", "GET", "/api/v1/namespaces/default/secrets", "").status()).isEqualTo(403);
    client.post(
        ROLES + "clusterroles",
        "{\"metadata\":{\"name\":\"more\",\"labels\":"
            + "{\"rbac.authorization.k8s.io/aggregate-to-view\":\"true\"}},\"rules\":["
            + "{\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],\"verbs\":[\"list\"]}]}");
    assertThat(as("bob", "GET", "/api/v1/namespaces/default/secrets", "").status()).isEqualTo(200);
    client.delete(ROLES + "clusterroles/more");
    assertThat(as("bob", "GET", "/api/v1/namespaces/default/secrets", "").status()).isEqualTo(403);
  }

  @Test
  void nobodyGrantsMoreThanHeHas() {
    clusterRole(
        "reader", "{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\",\"list\"]}");
    clusterRole(
        "granter",
        "{\"apiGroups\":[\"rbac.authorization.k8s.io\"],\"resources\":[\"*\"],"
            + "\"verbs\":[\"create\",\"update\"]}");
    bindCluster("reader", "reader");
    bindCluster("granter", "granter");
    Answer role =
        as(
            "bob",
            "POST",
            ROLES + "clusterroles",
            "{\"metadata\":{\"name\":\"x\"},\"rules\":[{\"apiGroups\":[\"\",\"apps\"],\"resources\":"
                + "[\"pods\",\"secrets\"],\"verbs\":[\"get\",\"list\",\"delete\"]},"
                + "{\"nonResourceURLs\":[\"/x\"],\"verbs\":[\"get\"]},{\"apiGroups\":[\"\"],"
                + "\"resources\":[\"pods\"],\"verbs\":[\"get\"],\"resourceNames\":[\"a\",\"b\"]}]}");
    assertThat(role.status()).isEqualTo(403);
    assertThat(role.message())
        .isEqualTo(
            "clusterroles.rbac.authorization.k8s.io \"x\" is forbidden: user \"bob\""
                + " (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not"
                + " currently held:\n"
                + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}\n"
                + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\" \"delete\"]}\n"
                + "{APIGroups:[\"apps\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\" \"delete\"]}\n"
                + "{APIGroups:[\"apps\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\""
                + " \"delete\"]}\n"
                + "{NonResourceURLs:[\"/x\"], Verbs:[\"get\"]}");
    String binding =
        "{\"metadata\":{\"name\":\"x\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"%s\"}}";
    assertThat(
            as("bob", "POST", ROLES + "clusterrolebindings", binding.formatted("reader")).status())
        .isEqualTo(201);
    Answer admin =
        as("bob", "POST", ROLES + "clusterrolebindings", binding.formatted("cluster-admin"));
    assertThat(admin.message())
        .endsWith(
            "not currently held:\n{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}\n"
                + "{NonResourceURLs:[\"*\"], Verbs:[\"*\"]}");
    Answer nothing = as("bob", "POST", ROLES + "clusterrolebindings", binding.formatted("nope"));
    assertThat(nothing.message())
        .isEqualTo("clusterroles.rbac.authorization.k8s.io \"nope\" not found");
    Answer aggregating =
        as(
            "bob",
            "POST",
            ROLES + "clusterroles",
            "{\"metadata\":{\"name\":\"y\"},\"aggregationRule\":{\"clusterRoleSelectors\":[{}]}}");
    assertThat(aggregating.message())
        .endsWith("is forbidden: must have cluster-admin privileges to use the aggregationRule");
  }

  @Test
  void whoMayEscalateOrBindMayGrantAnything() {
    clusterRole(
        "granter",
        "{\"apiGroups\":[\"rbac.authorization.k8s.io\"],\"resources\":[\"*\"],\"verbs\":[\"*\"]}");
    bindCluster("granter", "granter");
    String all = "{\"apiGroups\":[\"*\"],\"resources\":[\"*\"],\"verbs\":[\"*\"]}";
    assertThat(
            as(
                    "bob",
                    "POST",
                    ROLES + "clusterroles",
                    "{\"metadata\":{\"name\":\"x\"},\"rules\":[" + all + "]}")
                .status())
        .isEqualTo(201);
    assertThat(
            as(
                    "bob",
                    "POST",
                    ROLES + "clusterrolebindings",
                    "{\"metadata\":{\"name\":\"x\"},\"roleRef\":"
                        + "{\"kind\":\"ClusterRole\",\"name\":\"cluster-admin\"}}")
                .status())
        .isEqualTo(201);
  }

  @Test
  void rolesAndBindingsAreCheckedAsByTheRealOne() {
    Answer rules =
        client.post(
            ROLES + "clusterroles",
            "{\"metadata\":{\"name\":\"y\"},\"rules\":[{\"verbs\":[]},"
                + "{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"x\"],\"resources\":[\"a\"]}]}");
    assertThat(rules.message())
        .isEqualTo(
            "ClusterRole.rbac.authorization.k8s.io \"y\" is invalid: [rules[0].verbs: Required"
                + " value: verbs must contain at least one value, rules[0].apiGroups: Required"
                + " value: resource rules must supply at least one api group, rules[0].resources:"
                + " Required value: resource rules must supply at least one resource,"
                + " rules[1].nonResourceURLs: Invalid value: []string{\"x\"}: rules cannot apply to"
                + " both regular resources and non-resource URLs]");
    Answer binding =
        client.post(
            ROLES + "clusterrolebindings",
            "{\"metadata\":{\"name\":\"y\"},\"roleRef\":{\"kind\":\"Role\",\"name\":\"n\"},"
                + "\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"a\"},"
                + "{\"kind\":\"Foo\",\"name\":\"a\"}]}");
    assertThat(binding.message())
        .isEqualTo(
            "ClusterRoleBinding.rbac.authorization.k8s.io \"y\" is invalid: [roleRef.kind:"
                + " Unsupported value: \"Role\": supported values: \"ClusterRole\","
                + " subjects[0].namespace: Required value, subjects[1].kind: Unsupported value:"
                + " \"Foo\": supported values: \"ServiceAccount\", \"User\", \"Group\"]");
    bindCluster("z", "view");
    Answer changed =
        client.put(
            ROLES + "clusterrolebindings/z",
            "{\"metadata\":{\"name\":\"z\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"edit\"}}");
    assertThat(changed.message())
        .endsWith(
            "roleRef: Invalid value: rbac.RoleRef{APIGroup:\"rbac.authorization.k8s.io\","
                + " Kind:\"ClusterRole\", Name:\"edit\"}: cannot change roleRef");
  }

  @Test
  void aPutThatCreatesNeedsTheRightToCreate() {
    role(
        "default",
        "u",
        "{\"apiGroups\":[\"\"],\"resources\":[\"endpoints\"],\"verbs\":[\"update\"]}");
    bind("default", "u", "Role", "u", "{\"kind\":\"User\",\"name\":\"bob\"}");
    Answer refused =
        as(
            "bob",
            "PUT",
            "/api/v1/namespaces/default/endpoints/e",
            "{\"metadata\":{\"name\":\"e\"}}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message()).contains("cannot create resource \"endpoints\"");
  }

  @Test
  void whoMayNotImpersonateMayNot() {
    Answer allowed =
        client.send(
            client
                .request("/api/v1/nodes")
                .header("Impersonate-User", "x")
                .header("Impersonate-Group", "system:masters")
                .build());
    assertThat(allowed.status()).isEqualTo(200);
    Answer nobody =
        client.send(client.request("/api/v1/nodes").header("Impersonate-Group", "x").build());
    assertThat(nobody.status()).isEqualTo(500);
    client.post("/api/v1/namespaces/default/serviceaccounts", "{\"metadata\":{\"name\":\"s\"}}");
    String token = token("s", "{}");
    Answer refused =
        client.send(bearer("/api/v1/nodes", token).header("Impersonate-User", "admin").build());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message())
        .isEqualTo(
            "users \"admin\" is forbidden: User \"system:serviceaccount:default:s\" cannot"
                + " impersonate resource \"users\" in API group \"\" at the cluster scope");
  }

  @Test
  void withoutACredentialOnlyWhatIsPublicIsTold() {
    for (String each : new String[] {"/version", "/healthz", "/livez", "/readyz"}) {
      Answer open = client.send(HttpRequest.newBuilder(URI.create(lab.address() + each)).build());
      assertThat(open.status()).as(each).isEqualTo(200);
    }
    Answer closed = client.send(HttpRequest.newBuilder(URI.create(lab.address() + "/api")).build());
    assertThat(closed.status()).isEqualTo(401);
    assertThat(client.send(bearer("/version", "nonsense").build()).status()).isEqualTo(401);
    assertThat(client.send(bearer("/version", "a.b.c").build()).status()).isEqualTo(401);
  }

  @Test
  void reviewsTellWhoMayDoWhat() {
    bindCluster("v", "view");
    JsonNode yes =
        client
            .post(
                REVIEWS + "subjectaccessreviews",
                "{\"spec\":{\"user\":\"bob\",\"resourceAttributes\":"
                    + "{\"namespace\":\"default\",\"verb\":\"get\",\"resource\":\"pods\"}}}")
            .json();
    assertThat(yes.path("status").toString())
        .isEqualTo(
            "{\"allowed\":true,\"reason\":\"RBAC: allowed by ClusterRoleBinding \\\"v\\\" of"
                + " ClusterRole \\\"view\\\" to User \\\"bob\\\"\"}");
    Answer self =
        as(
            "bob",
            "POST",
            REVIEWS + "selfsubjectaccessreviews",
            "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"secrets\"}}}");
    assertThat(self.status()).isEqualTo(201);
    assertThat(self.json().path("status").toString()).isEqualTo("{\"allowed\":false}");
    JsonNode rules =
        as(
                "bob",
                "POST",
                REVIEWS + "selfsubjectrulesreviews",
                "{\"spec\":{\"namespace\":\"default\"}}")
            .json()
            .path("status");
    assertThat(rules.path("resourceRules").toString()).contains("endpointslices");
    assertThat(rules.path("nonResourceRules").toString()).contains("/version");
    assertThat(rules.path("incomplete").asBoolean(true)).isFalse();
    JsonNode me =
        as("bob", "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}").json();
    assertThat(me.path("status").path("userInfo").toString())
        .isEqualTo("{\"username\":\"bob\",\"groups\":[\"system:authenticated\"]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subjectaccessreviews|{}|422|.authorization.k8s.io \"\" is invalid:"
            + " [spec.resourceAttributes: Invalid value: \"null\": exactly one of"
            + " nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid"
            + " value: \"\": at least one of user or group must be specified]",
        "selfsubjectrulesreviews|{}|400|no namespace on request",
        "namespaces/default/localsubjectaccessreviews|{\"user\":\"b\",\"resourceAttributes\":"
            + "{\"namespace\":\"x\"}}|422|.authorization.k8s.io \"\" is invalid:"
            + " spec.resourceAttributes.namespace: Invalid value: \"x\": must match"
            + " metadata.namespace"
      })
  void reviewsThatAskNothingAreRefused(String path, String spec, int status, String message) {
    Answer refused = client.post(REVIEWS + path, "{\"spec\":" + spec + "}");
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.message()).isEqualTo(message);
    assertThat(client.get(REVIEWS + path).status()).isEqualTo(405);
  }

  private Answer as(String user, String method, String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Impersonate-User", user)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder bearer(String path, String token) {
    return HttpRequest.newBuilder(URI.create(lab.address() + path))
        .header("Authorization", "Bearer " + token);
  }

  private String token(String account, String spec) {
    return client
        .post(
            "/api/v1/namespaces/default/serviceaccounts/" + account + "/token",
            "{\"spec\":" + spec + "}")
        .json()
        .path("status")
        .path("token")
        .asText();
  }

  private void role(String namespace, String name, String rule) {
    made(
        client.post(
            ROLES + "namespaces/" + namespace + "/roles",
            "{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":[" + rule + "]}"));
  }

  private void clusterRole(String name, String rule) {
    made(
        client.post(
            ROLES + "clusterroles",
            "{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":[" + rule + "]}"));
  }

  private void bind(String namespace, String name, String kind, String role, String subject) {
    made(
        client.post(
            ROLES + "namespaces/" + namespace + "/rolebindings",
            "{\"metadata\":{\"name\":\"%s\"},\"roleRef\":{\"kind\":\"%s\",\"name\":\"%s\"},\"subjects\":[%s]}"
                .formatted(name, kind, role, subject)));
  }

  private void bindCluster(String name, String role) {
    made(
        client.post(
            ROLES + "clusterrolebindings",
            "{\"metadata\":{\"name\":\"%s\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"%s\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"bob\"}]}"
                .formatted(name, role)));
  }

  private static void made(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }
}
