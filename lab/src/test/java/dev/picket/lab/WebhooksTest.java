package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.LabClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Admission webhooks, asked over real HTTPS. */
@Timeout(60)
final class WebhooksTest {

  private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
  private static final String MUTATING = "MutatingWebhookConfiguration";
  private static final String VALIDATING = "ValidatingWebhookConfiguration";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String MERGE = "application/merge-patch+json";

  private final WebhookServer hooks = new WebhookServer("hook.shop.svc");
  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
    hooks.close();
  }

  @Test
  void aMutatingWebhookChangesWhatIsCreatedAndAValidatingOneSeesIt() {
    hooks.on(
        "/m",
        response -> patch(response, "[{\"op\":\"add\",\"path\":\"/data/w\",\"value\":\"2\"}]"));
    hooks.on("/v", response -> response);
    configure(MUTATING, webhook("m.e.dev", "/m", "configmaps"));
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    Answer created = client.createMap("a", "1");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("data").path("w").asText()).isEqualTo("2");
    JsonNode request = hooks.asked().getLast();
    assertThat(request.path("object").path("data").path("w").asText()).isEqualTo("2");
    assertThat(request.path("kind").path("kind").asText()).isEqualTo("ConfigMap");
    assertThat(request.path("resource").path("resource").asText()).isEqualTo("configmaps");
    assertThat(request.path("requestKind").path("version").asText()).isEqualTo("v1");
    assertThat(request.path("operation").asText()).isEqualTo("CREATE");
    assertThat(request.path("namespace").asText()).isEqualTo("default");
    assertThat(request.path("name").asText()).isEqualTo("a");
    assertThat(request.path("oldObject").isNull()).isTrue();
    assertThat(request.path("dryRun").asBoolean(true)).isFalse();
    assertThat(request.path("userInfo").path("username").asText()).isEqualTo("admin");
    assertThat(request.path("options").path("kind").asText()).isEqualTo("CreateOptions");
  }

  @Test
  void updatesAndDeletionsAreToldWithWhatWas() {
    client.createMap("a", "1");
    hooks.on("/v", response -> response);
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    client.put(MAPS + "/a", LabClient.map("a", "2"));
    JsonNode update = hooks.asked().getLast();
    assertThat(update.path("operation").asText()).isEqualTo("UPDATE");
    assertThat(update.path("oldObject").path("data").path("v").asText()).isEqualTo("1");
    assertThat(update.path("object").path("data").path("v").asText()).isEqualTo("2");
    client.delete(MAPS + "/a");
    JsonNode deletion = hooks.asked().getLast();
    assertThat(deletion.path("operation").asText()).isEqualTo("DELETE");
    assertThat(deletion.path("object").isNull()).isTrue();
    assertThat(deletion.path("oldObject").path("data").path("v").asText()).isEqualTo("2");
  }

  @Test
  void aDenialHasTheWebhooksCodeReasonAndMessage() {
    hooks.on(
        "/v",
        response -> {
          response
              .put("allowed", false)
              .putObject("status")
              .put("code", 403)
              .put("reason", "Forbidden")
              .put("message", "not on Fridays");
          return response;
        });
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    Answer denied = client.createMap("a", "1");
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.reason()).isEqualTo("Forbidden");
    assertThat(denied.message())
        .isEqualTo("admission webhook \"v.e.dev\" denied the request: not on Fridays");
    assertThat(client.get(MAPS + "/a").status()).isEqualTo(404);
  }

  @Test
  void aDenialWithoutAStatusIs400() {
    hooks.on("/v", response -> response.put("allowed", false));
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    Answer denied = client.createMap("a", "1");
    assertThat(denied.status()).isEqualTo(400);
    assertThat(denied.message())
        .isEqualTo("admission webhook \"v.e.dev\" denied the request without explanation");
  }

  @Test
  void warningsReachTheClientInOneLine() {
    hooks.on(
        "/v",
        response -> {
          response.putArray("warnings").add("mind\nthe gap");
          return response;
        });
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    assertThat(client.createMap("a", "1").response().headers().firstValue("Warning"))
        .contains("299 - \"mind the gap\"");
  }

  @Test
  void aWebhookUnderAnotherAuthorityFailsTheRequestUnlessThatIsIgnored() {
    hooks.on("/v", response -> response.put("allowed", false));
    String bundle = hooks.bundle();
    try (WebhookServer other = new WebhookServer("other.dev")) {
      String wrong = webhook("v.e.dev", "/v", "configmaps").replace(bundle, other.bundle());
      configure(VALIDATING, wrong);
      Answer failed = client.createMap("a", "1");
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.reason()).isEqualTo("InternalError");
      assertThat(failed.message())
          .startsWith(
              "Internal error occurred: failed calling webhook \"v.e.dev\": failed to call webhook:"
                  + " Post \""
                  + hooks.url("/v")
                  + "?timeout=10s\": ");
      reconfigure(VALIDATING, with(wrong, "failurePolicy", "\"Ignore\""));
      assertThat(client.createMap("a", "1").status()).isEqualTo(201);
    }
  }

  @Test
  void aWebhookThatDoesNotAnswerInTimeFails() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    hooks.on(
        "/v",
        response -> {
          awaitQuietly(end);
          return response;
        });
    configure(VALIDATING, with(webhook("v.e.dev", "/v", "configmaps"), "timeoutSeconds", "1"));
    Answer failed = client.createMap("a", "1");
    end.countDown();
    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.message()).endsWith("?timeout=1s\": context deadline exceeded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|oops|the server answered with status 500: oops",
        "200|oops|json parse error",
        "200|{}|webhook response was absent",
        "200|{\"response\":{\"uid\":\"x\"}}|expected response.uid="
      })
  void anAnswerThatIsNoneFails(int status, String body, String why) {
    hooks.raw("/v", status, body);
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    Answer failed = client.createMap("a", "1");
    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.message()).contains("failed calling webhook \"v.e.dev\": ").contains(why);
  }

  @Test
  void anAnswerThatIsTooLongFails() {
    hooks.raw("/v", 200, "x".repeat(4 * 1024 * 1024));
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    assertThat(client.createMap("a", "1").status()).isEqualTo(500);
  }

  @Test
  void aPatchThatDoesNotFitFailsWhateverTheFailurePolicy() {
    hooks.on("/m", response -> patch(response, "[{\"op\":\"remove\",\"path\":\"/nothing\"}]"));
    configure(
        MUTATING, with(webhook("m.e.dev", "/m", "configmaps"), "failurePolicy", "\"Ignore\""));
    assertThat(client.createMap("a", "1").status()).isEqualTo(500);
  }

  @Test
  void aPatchMayNotMakeAnotherObjectOfIt() {
    hooks.on(
        "/m",
        response ->
            patch(response, "[{\"op\":\"replace\",\"path\":\"/metadata/name\",\"value\":\"b\"}]"));
    configure(MUTATING, webhook("m.e.dev", "/m", "configmaps"));
    Answer failed = client.createMap("a", "1");
    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.message()).contains("changes /metadata/name");
  }

  @Test
  void aValidatingWebhookMayNotPatch() {
    hooks.on("/v", response -> patch(response, "[]"));
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    assertThat(client.createMap("a", "1").message())
        .endsWith(
            "received invalid webhook response: validating webhook may not return response.patch");
  }

  @Test
  void aWebhookIsAskedAgainAfterAnotherChangedTheObject() {
    hooks.on("/first", response -> response);
    hooks.on(
        "/second",
        response -> patch(response, "[{\"op\":\"add\",\"path\":\"/data/w\",\"value\":\"2\"}]"));
    configure(
        MUTATING,
        with(webhook("a.e.dev", "/first", "configmaps"), "reinvocationPolicy", "\"IfNeeded\"")
            + ","
            + webhook("b.e.dev", "/second", "configmaps"));
    client.createMap("a", "1");
    assertThat(hooks.asked()).hasSize(3);
    assertThat(hooks.asked().getFirst().path("object").path("data").has("w")).isFalse();
    assertThat(hooks.asked().getLast().path("object").path("data").has("w")).isTrue();
    assertThat(hooks.asked().stream().map(each -> each.path("uid").asText()).distinct()).hasSize(3);
  }

  @Test
  void aRehearsalIsToldAsOne() {
    hooks.on("/v", response -> response);
    configure(VALIDATING, webhook("v.e.dev", "/v", "configmaps"));
    client.post(MAPS + "?dryRun=All", LabClient.map("a", "1"));
    assertThat(hooks.asked().getLast().path("dryRun").asBoolean()).isTrue();
  }

  @Test
  void rulesAndSelectorsNarrowDownWhatIsAsked() {
    hooks.on("/v", response -> response.put("allowed", false));
    configure(
        VALIDATING,
        with(
            with(
                webhook("v.e.dev", "/v", "configmaps"),
                "objectSelector",
                "{\"matchExpressions\":[{\"key\":\"t\",\"operator\":\"In\",\"values\":[\"x\"]}]}"),
            "namespaceSelector",
            "{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"default\"}}"));
    client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"other\"}}");
    String labelled = "{\"metadata\":{\"name\":\"a\",\"labels\":{\"t\":\"x\"}}}";
    assertThat(client.createMap("b", "1").status()).isEqualTo(201);
    assertThat(client.post("/api/v1/namespaces/other/configmaps", labelled).status())
        .isEqualTo(201);
    assertThat(client.post("/api/v1/namespaces/default/secrets", labelled).status()).isEqualTo(201);
    assertThat(client.post(MAPS, labelled).status()).isEqualTo(400);
    Answer patched =
        client.send("PATCH", MAPS + "/b", MERGE, "{\"metadata\":{\"labels\":{\"t\":\"x\"}}}");
    assertThat(patched.status()).isEqualTo(400);
  }

  @Test
  void conditionsNarrowDownWhatIsAsked() {
    hooks.on("/v", response -> response.put("allowed", false));
    configure(
        VALIDATING,
        with(
            webhook("v.e.dev", "/v", "configmaps"),
            "matchConditions",
            "[{\"name\":\"c\",\"expression\":\"request.operation == 'CREATE' &&"
                + " object.data.v.startsWith('x') && oldObject == null\"}]"));
    assertThat(client.createMap("a", "1").status()).isEqualTo(201);
    assertThat(client.createMap("b", "x1").status()).isEqualTo(400);
    Answer unknown = client.post(MAPS, "{\"metadata\":{\"name\":\"c\"}}");
    assertThat(unknown.status()).isEqualTo(403);
    assertThat(unknown.message()).contains("resulted in error");
  }

  @Test
  void statusIsAResourceOfItsOwn() {
    hooks.on("/v", response -> response.put("allowed", false));
    configure(VALIDATING, webhook("v.e.dev", "/v", "namespaces/status"));
    assertThat(client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"x\"}}").status())
        .isEqualTo(201);
    Answer status =
        client.send(
            "PATCH", "/api/v1/namespaces/x/status", MERGE, "{\"status\":{\"conditions\":[]}}");
    assertThat(status.status()).isEqualTo(400);
    assertThat(hooks.asked().getLast().path("subResource").asText()).isEqualTo("status");
  }

  @Test
  void aScaleIsShownAsOneAndMayBeChanged() {
    client.post(
        "/apis/apps/v1/namespaces/default/replicasets",
        "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"replicas\":1,\"selector\":{\"matchLabels\":"
            + "{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":"
            + "{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}");
    hooks.on(
        "/m",
        response ->
            patch(response, "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":7}]"));
    configure(
        MUTATING,
        webhook("m.e.dev", "/m", "replicasets/scale")
            .replace("\"apiGroups\":[\"\"]", "\"apiGroups\":[\"apps\"]"));
    Answer scaled =
        client.send(
            "PATCH",
            "/apis/apps/v1/namespaces/default/replicasets/s/scale",
            MERGE,
            "{\"spec\":{\"replicas\":3}}");
    assertThat(scaled.json().path("spec").path("replicas").asInt()).isEqualTo(7);
    JsonNode request = hooks.asked().getLast();
    assertThat(request.path("kind").path("kind").asText()).isEqualTo("Scale");
    assertThat(request.path("object").path("spec").path("replicas").asInt()).isEqualTo(3);
    assertThat(request.path("oldObject").path("spec").path("replicas").asInt()).isEqualTo(1);
  }

  @Test
  void otherVersionsOfAResourceAreEquivalent() {
    hooks.on("/v", response -> response);
    configure(
        VALIDATING,
        webhook("v.e.dev", "/v", "horizontalpodautoscalers")
            .replace("\"apiGroups\":[\"\"]", "\"apiGroups\":[\"autoscaling\"]"));
    client.post(
        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
        "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"maxReplicas\":3,"
            + "\"scaleTargetRef\":{\"kind\":\"Deployment\",\"name\":\"d\"}}}");
    JsonNode request = hooks.asked().getLast();
    assertThat(request.path("kind").path("version").asText()).isEqualTo("v1");
    assertThat(request.path("requestKind").path("version").asText()).isEqualTo("v2");
    assertThat(request.path("object").path("apiVersion").asText()).isEqualTo("autoscaling/v1");
  }

  @Test
  void aServiceIsFoundThroughItsEndpointsAndItsCertificateIsForItsName() {
    hooks.on("/v", response -> response.put("allowed", false));
    client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"shop\"}}");
    String hook =
        webhook("v.e.dev", "/v", "configmaps")
            .replace(
                "\"url\":\"" + hooks.url("/v") + "\"",
                "\"service\":{\"namespace\":\"shop\",\"name\":\"hook\",\"path\":\"/v\"}");
    configure(VALIDATING, hook);
    Answer missing = client.createMap("a", "1");
    assertThat(missing.message())
        .isEqualTo(
            "Internal error occurred: failed calling webhook \"v.e.dev\": failed to call webhook:"
                + " Post \"https://hook.shop.svc:443/v?timeout=10s\": service \"hook\" not found");
    client.post(
        "/api/v1/namespaces/shop/services",
        "{\"metadata\":{\"name\":\"hook\"},\"spec\":{\"ports\":[{\"port\":443}]}}");
    assertThat(client.createMap("a", "1").message())
        .contains("no endpoints available for service \"hook\"");
    client.post(
        "/api/v1/namespaces/shop/endpoints",
        "{\"metadata\":{\"name\":\"hook\"},\"subsets\":[{\"addresses\":[{\"ip\":\"127.0.0.1\"}],"
            + "\"ports\":[{\"port\":"
            + hooks.port()
            + "}]}]}");
    assertThat(client.createMap("a", "1").message()).contains("denied the request");
  }

  @Test
  void configurationsThemselvesAreNeverAskedAbout() {
    hooks.on("/v", response -> response.put("allowed", false));
    configure(
        VALIDATING,
        webhook("v.e.dev", "/v", "*/*").replace("\"apiGroups\":[\"\"]", "\"apiGroups\":[\"*\"]"));
    assertThat(client.createMap("a", "1").status()).isEqualTo(400);
    assertThat(client.delete(path(VALIDATING) + "/hooks").status()).isEqualTo(200);
    assertThat(client.createMap("a", "1").status()).isEqualTo(201);
  }

  @Test
  void aConfigurationIsCompletedAndChecked() {
    JsonNode kept =
        client
            .post(path(MUTATING), configuration(MUTATING, webhook("m.e.dev", "/m", "configmaps")))
            .json();
    JsonNode hook = kept.path("webhooks").path(0);
    assertThat(hook.path("failurePolicy").asText()).isEqualTo("Fail");
    assertThat(hook.path("matchPolicy").asText()).isEqualTo("Equivalent");
    assertThat(hook.path("reinvocationPolicy").asText()).isEqualTo("Never");
    assertThat(hook.path("timeoutSeconds").asInt()).isEqualTo(10);
    assertThat(hook.path("rules").path(0).path("scope").asText()).isEqualTo("*");
    Answer wrong = client.post(path(VALIDATING), configuration(VALIDATING, "{\"name\":\"a\"}"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.message())
        .isEqualTo(
            "ValidatingWebhookConfiguration.admissionregistration.k8s.io \"hooks\" is invalid: ["
                + "webhooks[0].name: Invalid value: \"a\": should be a domain with at least three"
                + " segments separated by dots, webhooks[0].sideEffects: Required value: must"
                + " specify one of None, NoneOnDryRun, webhooks[0].clientConfig: Required value:"
                + " exactly one of url or service is required, webhooks[0].admissionReviewVersions:"
                + " Required value: must specify one of v1, v1beta1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object.x ==|compilation failed",
        "authorizer.group('').check('get').allowed()|the lab has no authorizer",
        "1 + 1|must evaluate to bool"
      })
  void aConditionThatDoesNotCompileIsRefused(String expression, String why) {
    Answer refused =
        client.post(
            path(VALIDATING),
            configuration(
                VALIDATING,
                with(
                    webhook("v.e.dev", "/v", "configmaps"),
                    "matchConditions",
                    "[{\"name\":\"c\",\"expression\":\"" + expression + "\"}]")));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message())
        .contains("webhooks[0].matchConditions[0].expression: Invalid value: ")
        .contains(why);
  }

  private String webhook(String name, String path, String resource) {
    return """
    {"name":"%s","clientConfig":{"url":"%s","caBundle":"%s"},
     "rules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["%s"]}],
     "sideEffects":"None","admissionReviewVersions":["v1"]}\
    """
        .formatted(name, hooks.url(path), hooks.bundle(), resource);
  }

  private static String with(String webhook, String member, String value) {
    return "{\"" + member + "\":" + value + "," + webhook.substring(1);
  }

  private void configure(String kind, String webhooks) {
    Answer made = client.post(path(kind), configuration(kind, webhooks));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
  }

  private void reconfigure(String kind, String webhooks) {
    client.delete(path(kind) + "/hooks");
    configure(kind, webhooks);
  }

  private static String configuration(String kind, String webhooks) {
    return "{\"kind\":\""
        + kind
        + "\",\"apiVersion\":\"admissionregistration.k8s.io/v1\","
        + "\"metadata\":{\"name\":\"hooks\"},\"webhooks\":["
        + webhooks
        + "]}";
  }

  private static String path(String kind) {
    return GROUP + (kind.equals(MUTATING) ? "mutating" : "validating") + "webhookconfigurations";
  }

  private static ObjectNode patch(ObjectNode response, String patch) {
    return response
        .put("patchType", "JSONPatch")
        .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
