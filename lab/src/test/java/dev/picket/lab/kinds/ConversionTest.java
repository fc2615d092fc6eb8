package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Applied.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import org.junit.jupiter.api.Test;

final class ConversionTest {

  private final Conversion autoscalers = Conversions.of(type("autoscaling/v1"));
  private final Conversion events = Conversions.of(type("events.k8s.io/v1"));

  @Test
  void theShareOfTheCpuIsAMetric() {
    ObjectNode autoscaler =
        json(
            "{'metadata':{'name':'a'},'spec':{'maxReplicas':3,'targetCPUUtilizationPercentage':50},"
                + "'status':{'currentReplicas':1,'desiredReplicas':1}}");
    ObjectNode kept = autoscaler.deepCopy();
    autoscalers.toStored(kept);
    assertThat(kept.at("/spec/metrics/0"))
        .isEqualTo(
            json(
                "{'type':'Resource','resource':{'name':'cpu','target':{'averageUtilization':50,"
                    + "'type':'Utilization'}}}"));
    autoscalers.fromStored(kept);
    assertThat(kept).isEqualTo(autoscaler);
  }

  @Test
  void otherMetricsBehaviorAndConditionsTravelInAnnotations() {
    ObjectNode kept =
        json(
            "{'metadata':{'name':'a'},'spec':{'maxReplicas':3,'metrics':["
                + "{'type':'Resource','resource':{'name':'memory','target':{"
                + "'type':'AverageValue','averageValue':'1Gi'}}},"
                + "{'type':'External','external':{'metric':{'name':'q','selector':{}},"
                + "'target':{'type':'Value','value':'5'}}},"
                + "{'type':'Object','object':{'describedObject':{'kind':'S','name':'s'},"
                + "'metric':{'name':'m'},'target':{'type':'Value','value':'1'}}}],"
                + "'behavior':{'scaleUp':{'selectPolicy':'Max','policies':["
                + "{'type':'Pods','value':4,'periodSeconds':15}]}}},"
                + "'status':{'currentReplicas':1,'desiredReplicas':1,'conditions':["
                + "{'type':'AbleToScale','status':'True'}]}}");
    ObjectNode older = kept.deepCopy();
    autoscalers.fromStored(older);
    assertThat(older.path("spec")).isEqualTo(json("{'maxReplicas':3}"));
    assertThat(
            older
                .at("/metadata/annotations")
                .path("autoscaling.alpha.kubernetes.io/metrics")
                .asText())
        .startsWith(
            "[{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\","
                + "\"targetAverageValue\":\"1Gi\"}},");
    autoscalers.toStored(older);
    assertThat(older).isEqualTo(kept);
  }

  @Test
  void annotationsThatAreNoMetricsAreRefused() {
    ObjectNode autoscaler = json("{'metadata':{'annotations':{}},'spec':{'maxReplicas':3}}");
    ((ObjectNode) autoscaler.at("/metadata/annotations"))
        .put(
            "autoscaling.alpha.kubernetes.io/metrics",
            "[{\"type\":\"Pods\",\"pods\":{\"targetAverageValue\":{}}}]");
    assertThatThrownBy(() -> autoscalers.toStored(autoscaler))
        .hasMessageContaining("cannot unmarshal object");
  }

  @Test
  void eventsHaveOtherNames() {
    ObjectNode newer =
        json(
            "{'regarding':{'kind':'Pod'},'note':'n','reportingController':'c',"
                + "'deprecatedCount':2,'reason':'R'}");
    ObjectNode kept = newer.deepCopy();
    events.toStored(kept);
    assertThat(kept)
        .isEqualTo(
            json(
                "{'involvedObject':{'kind':'Pod'},'message':'n','reportingComponent':'c',"
                    + "'count':2,'reason':'R'}"));
    events.fromStored(kept);
    assertThat(kept).isEqualTo(newer);
  }

  private static ResourceType type(String apiVersion) {
    return BuiltInTypes.ALL.stream()
        .filter(each -> each.apiVersion().equals(apiVersion))
        .findFirst()
        .orElseThrow();
  }
}
