package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the lab says of itself: discovery, OpenAPI, health. */
@Timeout(60)
final class DescribingTest {

  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String REFERENCE = "#/components/schemas/";

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void subresourcesHaveTheirKindsAndVerbs() {
    JsonNode apps = client.get("/apis/apps/v1").json().path("resources");
    JsonNode scale = named(apps, "name", "deployments/scale");
    assertThat(scale.path("group").asText()).isEqualTo("autoscaling");
    assertThat(scale.path("kind").asText()).isEqualTo("Scale");
    assertThat(scale.path("verbs").toString()).isEqualTo("[\"get\",\"patch\",\"update\"]");
    JsonNode core = client.get("/api/v1").json().path("resources");
    JsonNode eviction = named(core, "name", "pods/eviction");
    assertThat(eviction.path("group").asText()).isEqualTo("policy");
    assertThat(eviction.path("verbs").toString()).isEqualTo("[\"create\"]");
    assertThat(named(core, "name", "pods/status").has("group")).isFalse();
    assertThat(named(core, "name", "serviceaccounts/token").path("kind").asText())
        .isEqualTo("TokenRequest");
  }

  @Test
  void aggregatedDiscoveryHasThemToo() {
    JsonNode core = client.get("/api", AGGREGATED).json().at("/items/0/versions/0/resources");
    JsonNode pods = named(core, "resource", "pods");
    assertThat(pods.path("singularResource").asText()).isEqualTo("pod");
    assertThat(pods.path("categories").toString()).isEqualTo("[\"all\"]");
    JsonNode eviction = named(pods.path("subresources"), "subresource", "eviction");
    assertThat(eviction.at("/responseKind/group").asText()).isEqualTo("policy");
  }

  @Test
  void theNewestStableVersionIsPreferred() {
    JsonNode autoscaling = client.get("/apis/autoscaling").json();
    assertThat(autoscaling.at("/preferredVersion/version").asText()).isEqualTo("v2");
  }

  @Test
  void discoveryThatDidNotChangeIsNotSentAgain() {
    Answer first = client.get("/apis", AGGREGATED);
    String tag = first.response().headers().firstValue("ETag").orElseThrow();
    Answer again =
        client.send(
            client
                .request("/apis")
                .header("Accept", AGGREGATED)
                .header("If-None-Match", tag)
                .build());
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void documentsAreKeptByTheHashInTheirAddress() {
    JsonNode index = client.get("/openapi/v3").json().path("paths");
    String address = index.path("apis/apps/v1").path("serverRelativeURL").asText();
    assertThat(address).matches("/openapi/v3/apis/apps/v1\\?hash=[0-9A-F]{64}");
    assertThat(client.get(address).response().headers().firstValue("Cache-Control"))
        .contains("public, immutable");
    assertThat(
            client
                .get("/openapi/v3/apis/apps/v1?hash=0")
                .response()
                .headers()
                .firstValue("Cache-Control"))
        .contains("no-cache, private");
  }

  @Test
  void schemasHaveTheRealNamesAndSayHowListsMerge() {
    JsonNode schemas = schemas("/openapi/v3/apis/apps/v1");
    assertThat(schemas.has("io.k8s.api.apps.v1.Deployment")).isTrue();
    assertThat(schemas.has("io.k8s.api.apps.v1.DeploymentList")).isTrue();
    assertThat(schemas.has("io.k8s.api.autoscaling.v1.Scale")).isTrue();
    assertThat(schemas.has("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")).isTrue();
    assertThat(schemas.has("io.k8s.api.core.v1.Node")).isFalse();
    JsonNode containers =
        schemas.path("io.k8s.api.core.v1.PodSpec").path("properties").path("containers");
    assertThat(containers.path("x-kubernetes-patch-merge-key").asText()).isEqualTo("name");
    assertThat(containers.path("x-kubernetes-patch-strategy").asText()).isEqualTo("merge");
    assertThat(containers.path("x-kubernetes-list-type").asText()).isEqualTo("map");
    assertThat(containers.path("x-kubernetes-list-map-keys").toString()).isEqualTo("[\"name\"]");
    JsonNode strategy =
        schemas.path("io.k8s.api.apps.v1.DeploymentSpec").path("properties").path("strategy");
    assertThat(strategy.path("x-kubernetes-patch-strategy").asText()).isEqualTo("retainKeys");
    assertThat(schemas.path("io.k8s.api.core.v1.PodSpec").path("required").toString())
        .isEqualTo("[\"containers\"]");
  }

  @Test
  void everyReferenceOfEveryDocumentLeadsSomewhere() {
    for (JsonNode each : client.get("/openapi/v3").json().path("paths")) {
      JsonNode document = client.get(each.path("serverRelativeURL").asText()).json();
      Set<String> wanted = new HashSet<>(document.findValuesAsText("$ref"));
      assertThat(wanted).isNotEmpty();
      for (String reference : wanted) {
        // A property of that name is no reference.
        if (reference.startsWith(REFERENCE)) {
          assertThat(
                  document
                      .path("components")
                      .path("schemas")
                      .has(reference.substring(REFERENCE.length())))
              .as(reference)
              .isTrue();
        }
      }
    }
  }

  @Test
  void theRootSaysWhichPathsThereAre() {
    assertThat(client.get("/").json().path("paths").toString())
        .contains("\"/api/v1\"", "\"/apis/apps/v1\"", "\"/openapi/v3\"", "\"/version\"");
  }

  @Test
  void thereIsNoOpenApiOfTheSecondVersion() {
    assertThat(client.get("/openapi/v2").status()).isEqualTo(404);
  }

  @Test
  void healthIsToldInDetail() {
    assertThat(client.get("/livez").body()).isEqualTo("ok");
    assertThat(client.get("/readyz?verbose").body())
        .isEqualTo("[+]ping ok\n[+]store ok\nreadyz check passed\n");
    assertThat(client.get("/readyz?verbose&exclude=store").body())
        .contains("[+]store excluded: ok");
    assertThat(client.get("/healthz/ping").body()).isEqualTo("ok");
    assertThat(client.get("/healthz/etcd").status()).isEqualTo(404);
    assertThat(client.get("/readyz?other=1").status()).isEqualTo(400);
  }

  private JsonNode schemas(String path) {
    return client.get(path).json().path("components").path("schemas");
  }

  private static JsonNode named(JsonNode list, String member, String name) {
    for (JsonNode each : list) {
      if (each.path(member).asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("there is no " + name);
  }
}
