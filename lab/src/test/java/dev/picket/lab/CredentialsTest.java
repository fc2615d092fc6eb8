package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import dev.picket.runtime.Ticker;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens of service accounts, and client certificates. */
@Timeout(60)
final class CredentialsTest {

  private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
  private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(InstantSource.system().instant());
  private final LabServer lab =
      new LabServer(LabSettings.DEFAULTS, now::get, Ticker.system(), new SecureRandom());
  private final LabClient client;

  CredentialsTest() {
    lab.start();
    client = new LabClient(lab);
    client.post(ACCOUNTS, "{\"metadata\":{\"name\":\"s\"}}");
  }

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void aTokenIsItsAccountUntilItExpires() {
    Answer made = client.post(ACCOUNTS + "/s/token", "{\"spec\":{\"expirationSeconds\":600}}");
    assertThat(made.status()).isEqualTo(201);
    String token = made.json().path("status").path("token").asText();
    JsonNode me = whoAmI(token).json().path("status").path("userInfo");
    assertThat(me.path("username").asText()).isEqualTo("system:serviceaccount:default:s");
    assertThat(me.path("groups").toString())
        .isEqualTo(
            "[\"system:serviceaccounts\",\"system:serviceaccounts:default\",\"system:authenticated\"]");
    assertThat(me.path("extra").path("authentication.kubernetes.io/credential-id").path(0).asText())
        .startsWith("JTI=");
    now.updateAndGet(each -> each.plus(Duration.ofSeconds(601)));
    assertThat(whoAmI(token).status()).isEqualTo(401);
  }

  @Test
  void aTokenEndsWithItsAccount() {
    String token = token("{}");
    assertThat(whoAmI(token).status()).isEqualTo(201);
    client.delete(ACCOUNTS + "/s");
    assertThat(whoAmI(token).status()).isEqualTo(401);
    client.post(ACCOUNTS, "{\"metadata\":{\"name\":\"s\"}}");
    assertThat(whoAmI(token).status()).isEqualTo(401);
  }

  @Test
  void aTokenEndsWithWhatItIsBoundTo() {
    client.post("/api/v1/namespaces/default/secrets", "{\"metadata\":{\"name\":\"b\"}}");
    String token =
        token("{\"boundObjectRef\":{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"name\":\"b\"}}");
    assertThat(whoAmI(token).status()).isEqualTo(201);
    client.delete("/api/v1/namespaces/default/secrets/b");
    assertThat(whoAmI(token).status()).isEqualTo(401);
  }

  @Test
  void aTokenForOthersIsNotForTheServer() {
    String token = token("{\"audiences\":[\"vault\"]}");
    assertThat(whoAmI(token).status()).isEqualTo(401);
    JsonNode status = review(token, ",\"audiences\":[\"vault\",\"x\"]");
    assertThat(status.path("authenticated").asBoolean()).isTrue();
    assertThat(status.path("audiences").toString()).isEqualTo("[\"vault\"]");
    JsonNode other = review(token, "");
    assertThat(other.path("authenticated").asBoolean()).isFalse();
    assertThat(other.path("error").asText())
        .isEqualTo(
            "[invalid bearer token, token audiences [\"vault\"] is invalid for the target audiences"
                + " [\""
                + ISSUER
                + "\"]]");
  }

  @Test
  void aTokenThatWasChangedIsNone() {
    String token = token("{}");
    String[] parts = token.split("\\.", -1);
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("default:s", "default:t");
    String forged =
        parts[0]
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2];
    assertThat(whoAmI(forged).status()).isEqualTo(401);
    assertThat(whoAmI(parts[0] + "." + parts[1] + ".").status()).isEqualTo(401);
    assertThat(review("nonsense", "").toString())
        .isEqualTo("{\"user\":{},\"error\":\"invalid bearer token\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s|{\"expirationSeconds\":60}|422|TokenRequest.authentication.k8s.io \"\" is invalid:"
            + " spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10"
            + " minutes",
        "s|{\"boundObjectRef\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"name\":\"p\"}}|404|pods"
            + " \"p\" not found",
        "s|{\"boundObjectRef\":{\"kind\":\"Foo\",\"apiVersion\":\"v1\",\"name\":\"p\"}}|400|cannot"
            + " bind token to object of type /v1, Kind=Foo",
        "t|{}|404|serviceaccounts \"t\" not found"
      })
  void requestsForTokensAreChecked(String account, String spec, int status, String message) {
    Answer refused = client.post(ACCOUNTS + "/" + account + "/token", "{\"spec\":" + spec + "}");
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.message()).isEqualTo(message);
    assertThat(client.get(ACCOUNTS + "/s/token").status()).isEqualTo(405);
  }

  @Test
  void theIssuerSaysHowToVerify() {
    JsonNode issuer = client.get("/.well-known/openid-configuration").json();
    assertThat(issuer.path("issuer").asText()).isEqualTo(ISSUER);
    assertThat(issuer.path("jwks_uri").asText()).isEqualTo(lab.address() + "/openid/v1/jwks");
    JsonNode key = client.get("/openid/v1/jwks").json().path("keys").path(0);
    JsonNode header =
        LabClient.parse(
            new String(
                Base64.getUrlDecoder().decode(token("{}").split("\\.", -1)[0]),
                StandardCharsets.UTF_8));
    assertThat(header.path("kid")).isEqualTo(key.path("kid"));
    assertThat(header.path("alg").asText()).isEqualTo("ES256");
    assertThat(Base64.getUrlDecoder().decode(key.path("x").asText())).hasSize(32);
  }

  @Test
  void aCertificateLetsInItsUserWithItsGroups() {
    Config config = Config.fromKubeconfig(lab.kubeconfig("bob", List.of("team:a", "team:b")));
    try (KubernetesClient bob = new KubernetesClientBuilder().withConfig(config).build()) {
      SelfSubjectReview me = bob.resource(new SelfSubjectReview()).create();
      assertThat(me.getStatus().getUserInfo().getUsername()).isEqualTo("bob");
      assertThat(me.getStatus().getUserInfo().getGroups())
          .containsExactly("team:a", "team:b", "system:authenticated");
      client.post(
          "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
          "{\"metadata\":{\"name\":\"v\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"view\"},"
              + "\"subjects\":[{\"kind\":\"Group\",\"name\":\"team:b\"}]}");
      assertThat(bob.configMaps().inNamespace("default").list().getItems()).isNotNull();
    }
  }

  @Test
  void aWatchWithACertificateGoesOverPlainHttp() throws InterruptedException {
    Config config = Config.fromKubeconfig(lab.kubeconfig("root", List.of("system:masters")));
    try (KubernetesClient root = new KubernetesClientBuilder().withConfig(config).build();
        Seen seen = new Seen()) {
      root.configMaps().inNamespace("default").watch(seen);
      client.createMap("a", "1");
      assertThat(seen.first()).isEqualTo("a");
    }
  }

  private Answer whoAmI(String token) {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(lab.address() + "/apis/authentication.k8s.io/v1/selfsubjectreviews"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build());
  }

  private JsonNode review(String token, String more) {
    return client
        .post(
            "/apis/authentication.k8s.io/v1/tokenreviews",
            "{\"spec\":{\"token\":\"" + token + "\"" + more + "}}")
        .json()
        .path("status");
  }

  @Test
  void anUnknownFieldOfATokenRequestIsTold() {
    String request = "{\"spec\":{\"audience\":\"x\"}}";
    Answer refused = client.post(ACCOUNTS + "/s/token?fieldValidation=Strict", request);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("message").asText()).contains("unknown field \"spec.audience\"");
    assertThat(
            client.post(ACCOUNTS + "/s/token", request).response().headers().firstValue("Warning"))
        .hasValueSatisfying(each -> assertThat(each).contains("spec.audience"));
  }

  private String token(String spec) {
    return client
        .post(ACCOUNTS + "/s/token", "{\"spec\":" + spec + "}")
        .json()
        .path("status")
        .path("token")
        .asText();
  }
}
