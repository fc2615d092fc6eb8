package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What kubectl 1.32 asks, with its paths and Accept headers, where there is no kubectl. */
@Timeout(60)
final class KubectlRequestsTest {

  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
          + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
          + "application/json";
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,"
          + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String CRON_TABS = "/apis/stable.e.dev/v1/namespaces/default/crontabs";

  /** Recorded from {@code kubectl create configmap c1 --from-literal=a=b}. */
  private static final byte[] CONFIG_MAP =
      HexFormat.of()
          .parseHex(
              "6b3873000a0f0a0276311209436f6e6669674d617012230a190a02633112"
                  + "001a0764656661756c7422002a0032003800420012060a01611201621a00"
                  + "2200");

  private static final String DEFINITION =
      """
      {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
       "metadata":{"name":"crontabs.stable.e.dev"},
       "spec":{"group":"stable.e.dev","scope":"Namespaced",
        "names":{"plural":"crontabs","kind":"CronTab","shortNames":["ct"]},
        "versions":[{"name":"v1","served":true,"storage":true,
         "schema":{"openAPIV3Schema":{"type":"object","properties":{
          "spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
          "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}},
         "subresources":{"status":{}},
         "additionalPrinterColumns":[
          {"name":"Schedule","type":"string","jsonPath":".spec.schedule"},
          {"name":"Ready","type":"string",
           "jsonPath":".status.conditions[?(@.type==\\"Ready\\")].status"}]}]}}
      """;

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void theVersionCanBeParsedAndTheServerIsReady() {
    assertThat(client.get("/version?timeout=32s").json().path("gitVersion").asText())
        .matches("v\\d+\\.\\d+\\.\\d+.*");
    assertThat(client.get("/readyz").body()).isEqualTo("ok");
  }

  @Test
  void aggregatedDiscoveryEchoesItsType() {
    Answer core = client.get("/api?timeout=32s", AGGREGATED);
    assertThat(core.response().headers().firstValue("Content-Type"))
        .contains("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
    assertThat(resources(core)).contains("configmaps", "namespaces", "secrets");
    assertThat(resources(client.get("/apis?timeout=32s", AGGREGATED)))
        .contains("customresourcedefinitions", "deployments", "leases");
  }

  @Test
  void olderDiscoveryIsThere() {
    assertThat(client.get("/api").json().path("versions").path(0).asText()).isEqualTo("v1");
    assertThat(client.get("/apis").json().path("groups").findValuesAsText("name"))
        .contains("apps", "coordination.k8s.io");
    assertThat(client.get("/apis/coordination.k8s.io/v1").json().path("resources")).hasSize(1);
    assertThat(client.get("/api/v1").json().path("resources").size()).isGreaterThan(4);
  }

  @Test
  void protobufBodiesAreRead() {
    Answer created =
        client.send(
            client
                .request(MAPS + "?fieldManager=kubectl-create&fieldValidation=Strict")
                .header("Content-Type", PROTOBUF)
                .header("Accept", PROTOBUF + ",application/json")
                .POST(BodyPublishers.ofByteArray(CONFIG_MAP))
                .build());
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("metadata").path("name").asText()).isEqualTo("c1");
    assertThat(created.json().path("data").toString()).isEqualTo("{\"a\":\"b\"}");
  }

  /** A namespace comes first, and what others refer to comes before them. */
  @Test
  void recordedBodiesAreRead() throws IOException {
    client.post(
        "/api/v1/namespaces/default/serviceaccounts", "{\"metadata\":{\"name\":\"default\"}}");
    for (String each : recorded()) {
      List<String> parts = Arrays.asList(each.split(" ", -1));
      Answer answer =
          client.send(
              client
                  .request(parts.get(1))
                  .header("Content-Type", PROTOBUF)
                  .header("Accept", PROTOBUF + ",application/json")
                  .method(
                      parts.get(0),
                      BodyPublishers.ofByteArray(Base64.getDecoder().decode(parts.get(2))))
                  .build());
      assertThat(answer.status()).as(parts.get(1) + answer.body()).isEqualTo(201);
    }
    JsonNode web = client.get("/apis/apps/v1/namespaces/default/deployments/web").json();
    assertThat(web.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(web.at("/spec/template/spec/containers/0/ports/0/containerPort").asInt())
        .isEqualTo(80);
    JsonNode scaler =
        client.get("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/web").json();
    assertThat(scaler.at("/spec/metrics/0/resource/target/averageUtilization").asInt())
        .isEqualTo(70);
    assertThat(
            client
                .get("/apis/networking.k8s.io/v1/namespaces/default/ingresses/i")
                .json()
                .at("/spec/tls/0/secretName")
                .asText())
        .isEqualTo("my");
  }

  private static List<String> recorded() throws IOException {
    try (InputStream in = KubectlRequestsTest.class.getResourceAsStream("kubectl/requests.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return all.lines().toList();
    }
  }

  @Test
  void aTruncatedProtobufBodyIsRefused() {
    for (int length = 0; length < CONFIG_MAP.length - 20; length++) {
      Answer answer =
          client.send(
              client
                  .request(MAPS)
                  .header("Content-Type", PROTOBUF)
                  .POST(BodyPublishers.ofByteArray(CONFIG_MAP, 0, length))
                  .build());
      assertThat(answer.status()).isBetween(400, 422);
    }
  }

  @Test
  void getAndItsWatchAreTables() {
    client.createMap("a", "1");
    JsonNode table = client.get(MAPS + "?limit=500", TABLE).json();
    assertThat(table.path("kind").asText()).isEqualTo("Table");
    assertThat(table.path("columnDefinitions").findValuesAsText("name"))
        .containsExactly("Name", "Data", "Age");
    assertThat(table.path("rows").path(0).path("cells").path(0).asText()).isEqualTo("a");
    assertThat(table.path("rows").path(0).path("object").path("kind").asText())
        .isEqualTo("PartialObjectMetadata");
    Answer watch =
        client.get(
            MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=0&includeObject=Object", TABLE);
    JsonNode event = LabClient.parse(watch.body().lines().findFirst().orElseThrow());
    assertThat(event.path("object").path("kind").asText()).isEqualTo("Table");
    assertThat(event.path("object").path("rows").path(0).path("object").path("data").size())
        .isEqualTo(1);
  }

  @Test
  void openApiSaysHowToPatchEveryKind() {
    client.post(DEFINITIONS, DEFINITION);
    JsonNode paths = client.get("/openapi/v3?timeout=32s").json().path("paths");
    assertThat(paths.has("api/v1")).isTrue();
    assertThat(paths.has("apis/stable.e.dev/v1")).isTrue();
    for (JsonNode each : paths) {
      JsonNode document = client.get(each.path("serverRelativeURL").asText()).json();
      for (JsonNode path : document.path("paths")) {
        for (JsonNode operation : path) {
          assertThat(operation.path("x-kubernetes-group-version-kind").path("kind").asText())
              .isNotEmpty();
        }
        JsonNode patch = path.path("patch");
        assertThat(
                patch.isMissingNode() || patch.findValuesAsText("name").contains("fieldValidation"))
            .isTrue();
      }
    }
  }

  @Test
  void customResourcesHaveTheirColumnsAndAStatusOfItsOwn() {
    assertThat(client.post(DEFINITIONS, DEFINITION).status()).isEqualTo(201);
    String object =
        "{\"apiVersion\":\"stable.e.dev/v1\",\"kind\":\"CronTab\",\"metadata\":{\"name\":\"x\"},\"spec\":{\"schedule\":\"daily\"},\"status\":{\"a\":1}}";
    JsonNode created = client.post(CRON_TABS, object).json();
    assertThat(created.has("status")).isFalse();
    assertThat(created.path("metadata").path("generation").asInt()).isEqualTo(1);
    JsonNode status =
        client
            .send(
                "PATCH",
                CRON_TABS + "/x/status",
                "application/merge-patch+json",
                "{\"spec\":{\"schedule\":\"never\"},\"status\":{\"conditions\":"
                    + "[{\"type\":\"Ready\",\"status\":\"True\"}]}}")
            .json();
    assertThat(status.path("spec").path("schedule").asText()).isEqualTo("daily");
    JsonNode main =
        client
            .send(
                "PATCH",
                CRON_TABS + "/x",
                "application/merge-patch+json",
                "{\"spec\":{\"schedule\":\"hourly\"},\"status\":null}")
            .json();
    assertThat(main.path("metadata").path("generation").asInt()).isEqualTo(2);
    assertThat(main.path("status").path("conditions")).hasSize(1);
    JsonNode cells = client.get(CRON_TABS, TABLE).json().path("rows").path(0).path("cells");
    assertThat(cells.toString()).isEqualTo("[\"x\",\"hourly\",\"True\"]");
  }

  @Test
  void aDefinitionTakesAlongItsObjects() {
    client.post(DEFINITIONS, DEFINITION);
    client.post(CRON_TABS, "{\"metadata\":{\"name\":\"x\"}}");
    assertThat(client.delete(DEFINITIONS + "/crontabs.stable.e.dev").status()).isEqualTo(200);
    client.awaitGone(DEFINITIONS + "/crontabs.stable.e.dev");
    assertThat(client.get(CRON_TABS).status()).isEqualTo(404);
    client.post(DEFINITIONS, DEFINITION);
    assertThat(client.get(CRON_TABS).json().path("items")).isEmpty();
  }

  @Test
  void definitionsThatContradictThemselvesAreRefused() {
    Stream.of(
            DEFINITION.replace("\"group\":\"stable.e.dev\"", "\"group\":\"other.dev\""),
            DEFINITION.replace("\"storage\":true", "\"storage\":false"),
            DEFINITION.replace("Namespaced", "Everywhere"),
            DEFINITION.replace("\"kind\":\"CronTab\",", ""),
            DEFINITION.replace("openAPIV3Schema", "schema"))
        .forEach(each -> assertThat(client.post(DEFINITIONS, each).status()).isEqualTo(422));
  }

  private static Stream<String> resources(Answer discovery) {
    return discovery.json().findValues("resources").stream()
        .flatMap(each -> each.findValuesAsText("resource").stream());
  }
}
