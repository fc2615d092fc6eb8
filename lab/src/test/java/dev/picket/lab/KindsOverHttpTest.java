package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.lab.LabClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of kinds as clients meet them. */
@Timeout(60)
final class KindsOverHttpTest {

  private static final String AUTOSCALERS_1 =
      "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
  private static final String AUTOSCALERS_2 =
      "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
  private static final String SERVICES = "/api/v1/namespaces/default/services";

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void anAutoscalerIsTheSameInBothVersions() {
    Answer created =
        post(
            AUTOSCALERS_1,
            "{'metadata':{'name':'a'},'spec':{'maxReplicas':3,"
                + "'targetCPUUtilizationPercentage':50,"
                + "'scaleTargetRef':{'kind':'Deployment','name':'d'}}}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("apiVersion").asText()).isEqualTo("autoscaling/v1");
    Answer newer = client.get(AUTOSCALERS_2 + "/a");
    assertThat(newer.json().at("/spec/metrics/0/resource/target/averageUtilization").asInt())
        .isEqualTo(50);
    assertThat(newer.json().path("spec").has("targetCPUUtilizationPercentage")).isFalse();
    Answer listed = client.get(AUTOSCALERS_1);
    assertThat(listed.json().at("/items/0/spec/targetCPUUtilizationPercentage").asInt())
        .isEqualTo(50);
  }

  @Test
  void wrongTypesAreBadRequests() {
    Answer refused = post(SERVICES, "{'metadata':{'name':'a'},'spec':{'ports':[{'port':'http'}]}}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo(
            "Service in version \"v1\" cannot be handled as a Service: json: cannot unmarshal string"
                + " into Go struct field ServicePort.spec.ports.port of type int32");
  }

  @Test
  void unknownAndRepeatedFieldsAreToldOrRefused() {
    String body = "{'metadata':{'name':'a'},'spec':{'foo':1,'ports':[{'port':1,'port':80}]}}";
    Answer strict = post(SERVICES + "?fieldValidation=Strict", body);
    assertThat(strict.status()).isEqualTo(400);
    assertThat(strict.message())
        .isEqualTo(
            "Service in version \"v1\" cannot be handled as a Service: strict decoding error:"
                + " duplicate field \"spec.ports[0].port\", unknown field \"spec.foo\"");
    Answer told = post(SERVICES, body);
    assertThat(told.status()).isEqualTo(201);
    assertThat(told.response().headers().allValues("Warning"))
        .anySatisfy(each -> assertThat(each).contains("unknown field \\\"spec.foo\\\""))
        .anySatisfy(each -> assertThat(each).contains("duplicate field"));
    assertThat(told.json().path("spec").has("foo")).isFalse();
    assertThat(told.json().at("/spec/ports/0/port").asInt()).isEqualTo(80);
  }

  @Test
  void anAddressIsGivenOnce() {
    Answer first = post(SERVICES, "{'metadata':{'name':'a'},'spec':{'ports':[{'port':80}]}}");
    String address = first.json().at("/spec/clusterIP").asText();
    Answer second =
        post(
            SERVICES,
            "{'metadata':{'name':'b'},'spec':{'clusterIP':'"
                + address
                + "','ports':[{'port':80}]}}");
    assertThat(second.status()).isEqualTo(422);
    assertThat(second.message()).contains("provided IP is already allocated");
  }

  @Test
  void aNodeMayBeCreatedWithItsStatus() {
    Answer created =
        post("/api/v1/nodes", "{'metadata':{'name':'n'},'status':{'capacity':{'cpu':'4000m'}}}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().at("/status/allocatable/cpu").asText()).isEqualTo("4");
  }

  @Test
  void puttingWhatWasReadChangesNothing() {
    Answer created =
        post(
            "/apis/apps/v1/namespaces/default/deployments",
            "{'metadata':{'name':'a'},'spec':{'selector':{'matchLabels':{'a':'b'}},"
                + "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':["
                + "{'name':'c','image':'i'}]}}}}");
    Answer put =
        client.send(
            client
                .request("/apis/apps/v1/namespaces/default/deployments/a")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(created.body()))
                .build());
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.revision()).isEqualTo(created.revision());
    assertThat(put.json().at("/metadata/generation").asInt()).isEqualTo(1);
  }

  private Answer post(String path, String body) {
    return client.send(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
            .build());
  }
}
