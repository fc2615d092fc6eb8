package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a server says of itself. */
@Heading("Discovery and OpenAPI")
final class DiscoveryFacts {

  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  private DiscoveryFacts() {}

  @Fact("/version has a gitVersion that can be parsed")
  static void version(Place place) {
    assertThat(place.get("/version").is(200).text("/gitVersion")).matches("v1\\.\\d+\\.\\d+.*");
  }

  @Fact("/healthz, /livez and /readyz say ok")
  static void health(Place place) {
    for (String each : List.of("/healthz", "/livez", "/readyz")) {
      assertThat(place.get(each).is(200).body()).isEqualTo("ok");
    }
  }

  @Fact("/api lists the version v1")
  static void core(Place place) {
    place.get("/api").is(200).has("/kind", "APIVersions").has("/versions", "['v1']");
  }

  @Fact("/apis lists groups with their preferred versions")
  static void groups(Place place) {
    Answer groups = place.get("/apis").is(200).has("/kind", "APIGroupList");
    List<String> names = groups.at("/groups").findValuesAsText("name");
    assertThat(names)
        .contains(
            "apps",
            "batch",
            "autoscaling",
            "policy",
            "coordination.k8s.io",
            "rbac.authorization.k8s.io",
            "networking.k8s.io",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "storage.k8s.io",
            "events.k8s.io",
            "discovery.k8s.io");
    place
        .get("/apis/apps")
        .is(200)
        .has("/kind", "APIGroup")
        .has("/preferredVersion/groupVersion", "apps/v1");
  }

  private static JsonNode resource(Answer list, String name) {
    for (JsonNode each : list.at("/resources")) {
      if (each.path("name").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no resource " + name + " in " + list.request());
  }

  @Fact("a version lists its resources with verbs, short names and categories")
  static void resources(Place place) {
    Answer list =
        place.get("/api/v1").is(200).has("/kind", "APIResourceList").has("/groupVersion", "v1");
    JsonNode pods = resource(list, "pods");
    assertThat(pods.path("kind").asText()).isEqualTo("Pod");
    assertThat(pods.path("namespaced").asBoolean()).isTrue();
    assertThat(pods.path("shortNames").toString()).isEqualTo("[\"po\"]");
    assertThat(pods.path("categories").toString()).isEqualTo("[\"all\"]");
    assertThat(pods.path("verbs").toString())
        .isEqualTo(
            "[\"create\",\"delete\",\"deletecollection\",\"get\",\"list\",\"patch\",\"update\",\"watch\"]");
    assertThat(resource(list, "nodes").path("namespaced").asBoolean()).isFalse();
    assertThat(resource(list, "namespaces").path("verbs").toString())
        .doesNotContain("deletecollection");
  }

  @Fact("subresources are listed, scale and eviction with their own kind")
  static void subresources(Place place) {
    Answer apps = place.get("/apis/apps/v1").is(200);
    JsonNode scale = resource(apps, "deployments/scale");
    assertThat(scale.path("kind").asText()).isEqualTo("Scale");
    assertThat(scale.path("group").asText()).isEqualTo("autoscaling");
    assertThat(resource(apps, "deployments/status").path("kind").asText()).isEqualTo("Deployment");
    assertThat(resource(place.get("/api/v1"), "pods/eviction").path("kind").asText())
        .isEqualTo("Eviction");
    assertThat(resource(place.get("/api/v1"), "serviceaccounts/token").path("kind").asText())
        .isEqualTo("TokenRequest");
  }

  @Fact(value = "batch/v1 has CronJobs, policy/v1 budgets, discovery/v1 slices", since = 21)
  static void newer(Place place) {
    resource(place.get("/apis/batch/v1").is(200), "cronjobs");
    resource(place.get("/apis/policy/v1").is(200), "poddisruptionbudgets");
    assertThat(
            resource(place.get("/apis/discovery.k8s.io/v1").is(200), "endpointslices")
                .path("kind")
                .asText())
        .isEqualTo("EndpointSlice");
  }

  @Fact(value = "aggregated discovery echoes its type and has all groups", since = 27)
  static void aggregated(Place place) {
    String accept = AGGREGATED.replace("v=v2;", place.minor() >= 30 ? "v=v2;" : "v=v2beta1;");
    Answer groups = place.get("/apis", accept).is(200).has("/kind", "APIGroupDiscoveryList");
    assertThat(groups.header("Content-Type")).startsWith(accept);
    assertThat(groups.at("/items").toString())
        .contains("\"name\":\"apps\"", "\"subresource\":\"scale\"");
    place.get("/api", accept).is(200).has("/items/0/versions/0/version", "v1");
  }

  @Fact("a new kind is discovered, with its names and its scope")
  static void custom(Place place) {
    Custom custom =
        Custom.of(
            place,
            "{name:'v1',served:true,storage:true,subresources:{status:{}},"
                + "schema:{openAPIV3Schema:{type:'object'}}}");
    place.until(
        "it is discovered", () -> place.get("/apis/" + custom.group() + "/v1").status() == 200);
    Answer list = place.get("/apis/" + custom.group() + "/v1");
    assertThat(resource(list, "widgets").path("singularName").asText()).isEqualTo("widget");
    assertThat(resource(list, "widgets").path("kind").asText()).isEqualTo("Widget");
    assertThat(resource(list, "widgets/status").path("kind").asText()).isEqualTo("Widget");
    assertThat(place.get("/apis").at("/groups").findValuesAsText("name")).contains(custom.group());
  }

  @Fact("a group or version that is not there is 404")
  static void missing(Place place) {
    place.get("/apis/none.dev").is(404);
    place.get("/apis/none.dev/v1").is(404);
    place.get("/apis/apps/v9").is(404);
  }

  @Fact("an unknown resource is 404")
  static void unknownResource(Place place) {
    place
        .get("gadgets")
        .is(404, "NotFound")
        .says("the server could not find the requested resource");
  }

  @Fact(value = "OpenAPI v3 has an index and a document per version", since = 27)
  static void openApi(Place place) {
    Answer index = place.get("/openapi/v3").is(200);
    String path = index.text("/paths/apis~1apps~1v1/serverRelativeURL");
    assertThat(path).startsWith("/openapi/v3/apis/apps/v1?hash=");
    Answer document = place.get(path).is(200);
    assertThat(document.text("/openapi")).startsWith("3.");
    JsonNode patch =
        document.at("/paths/~1apis~1apps~1v1~1namespaces~1{namespace}~1deployments~1{name}/patch");
    assertThat(patch.path("x-kubernetes-group-version-kind").path("kind").asText())
        .isEqualTo("Deployment");
    assertThat(patch.findValuesAsText("name")).contains("fieldValidation", "dryRun");
    assertThat(patch.at("/requestBody/content").has("application/apply-patch+yaml")).isTrue();
  }

  @Fact(value = "OpenAPI v3 describes the fields of built-in kinds", since = 27)
  static void builtInSchema(Place place) {
    Answer document = place.get("/openapi/v3/apis/apps/v1").is(200);
    JsonNode schema = document.at("/components/schemas/io.k8s.api.apps.v1.DeploymentSpec");
    assertThat(schema.path("properties").has("replicas")).isTrue();
    assertThat(schema.path("required").toString()).contains("selector", "template");
    assertThat(
            document
                .at(
                    "/components/schemas/io.k8s.api.apps.v1.Deployment/x-kubernetes-group-version-kind/0/kind")
                .asText())
        .isEqualTo("Deployment");
  }

  @Fact(value = "OpenAPI v3 describes the schema of a definition", since = 27)
  static void customSchema(Place place) {
    Custom custom = Custom.withSpec(place, "size:{type:'integer',description:'how large'}");
    String path = "/openapi/v3/apis/" + custom.group() + "/v1";
    place.until("it is published", () -> place.get(path).status() == 200);
    place.until("its fields are there", () -> place.get(path).body().contains("how large"));
    assertThat(place.get(path).at("/paths").toString()).contains("/widgets/{name}");
  }

  @Fact("a MethodNotAllowed is told as such")
  static void method(Place place) {
    place.send("POST", "/version", Place.JSON, "{}").is(405);
  }
}
