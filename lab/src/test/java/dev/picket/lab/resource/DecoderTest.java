package dev.picket.lab.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecoderTest {

  private static final ResourceType DEPLOYMENT = BuiltInTypes.get("apps", "deployments");
  private static final ResourceType POD = BuiltInTypes.get("", "pods");
  private static final ResourceType SECRET = BuiltInTypes.get("", "secrets");

  @Test
  void unknownFieldsAreNamedAndLeftOut() {
    var decoded =
        decode(DEPLOYMENT, "{'spec':{'foo':1,'template':{'spec':{'containers':[{'imag':'x'}]}}}}");
    assertThat(decoded.unknown())
        .containsExactly(
            "unknown field \"spec.foo\"",
            "unknown field \"spec.template.spec.containers[0].imag\"");
    assertThat(decoded.object().toString())
        .isEqualTo("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{}]}}}}");
  }

  @Test
  void aTextIsNoNumber() {
    assertThatThrownBy(() -> decode(DEPLOYMENT, "{'spec':{'replicas':'two'}}"))
        .hasMessage(
            "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot"
                + " unmarshal string into Go struct field DeploymentSpec.spec.replicas of type"
                + " int32");
  }

  @Test
  void aLargeNumberDoesNotFit() {
    assertThatThrownBy(() -> decode(DEPLOYMENT, "{'spec':{'replicas':3000000000}}"))
        .hasMessageContaining("cannot unmarshal number 3000000000 into");
  }

  @Test
  void anObjectIsNoList() {
    assertThatThrownBy(() -> decode(POD, "{'spec':{'containers':{}}}"))
        .hasMessageContaining(
            "cannot unmarshal object into Go struct field PodSpec.spec.containers of type"
                + " []v1.Container");
  }

  @Test
  void aNumberIsNoText() {
    assertThatThrownBy(() -> decode(POD, "{'metadata':{'labels':{'a':1}}}"))
        .hasMessageContaining(
            "cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type"
                + " string");
  }

  @Test
  void wrongQuantitiesTimesAndBase64AreRefused() {
    assertThatThrownBy(() -> decode(POD, "{'spec':{'overhead':{'cpu':'lots'}}}"))
        .hasMessageContaining("quantities must match");
    assertThatThrownBy(() -> decode(POD, "{'status':{'startTime':'today'}}"))
        .hasMessageContaining("parsing time \"today\"");
    assertThatThrownBy(() -> decode(SECRET, "{'data':{'a':'!'}}"))
        .hasMessageContaining("illegal base64 data");
  }

  @Test
  void whatMeansNothingIsLeftOut() {
    assertThat(
            decode(
                    POD,
                    "{'metadata':{'labels':{},'creationTimestamp':null},"
                        + "'spec':{'hostNetwork':false,'hostname':'','volumes':[],"
                        + "'terminationGracePeriodSeconds':0,'securityContext':{},"
                        + "'overhead':{'cpu':'1000m'}}}")
                .object()
                .toString())
        .isEqualTo(
            "{\"metadata\":{},\"spec\":{\"terminationGracePeriodSeconds\":0,"
                + "\"securityContext\":{},\"overhead\":{\"cpu\":\"1\"}}}");
  }

  @Test
  void claimTemplatesHaveAKindOfTheirOwn() {
    var decoded =
        decode(
            BuiltInTypes.get("apps", "statefulsets"),
            "{'spec':{'volumeClaimTemplates':[{'kind':'PersistentVolumeClaim'}]}}");
    assertThat(decoded.unknown()).isEmpty();
  }

  @Test
  void fractionsAreAsTheStoreHasThem() throws IOException {
    byte[] json = "{\"a\":[1.5,{\"b\":2.25}],\"c\":1}".getBytes(UTF_8);
    var read = Json.read(json, true);
    Decoder.plain(read);
    assertThat(read).isEqualTo(JsonMapper.builder().build().readTree(json));
  }

  @Test
  void repeatedKeysAreNamed() {
    List<String> repeated = new ArrayList<>();
    Json.read("{\"a\":[{\"b\":1,\"b\":2}],\"a\":1}".getBytes(UTF_8), repeated::add);
    assertThat(repeated).containsExactly("a[0].b", "a");
  }

  private static Decoder.Decoded decode(ResourceType type, String json) {
    return Decoder.decode(
        type, (ObjectNode) Json.read(json.replace('\'', '"').getBytes(UTF_8), true));
  }
}
