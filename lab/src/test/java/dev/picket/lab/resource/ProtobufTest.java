package dev.picket.lab.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.Runtime.RawExtension;
import io.kubernetes.client.proto.Runtime.TypeMeta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apiextensions;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V2Autoscaling;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bodies as Kubernetes's own messages encode them. */
final class ProtobufTest {

  @Test
  void aFilledDeployment() {
    var container =
        V1.Container.newBuilder()
            .setName("web")
            .setImage("nginx:1")
            .setStdin(false)
            .addPorts(V1.ContainerPort.newBuilder().setContainerPort(80).setHostPort(0))
            .addEnv(V1.EnvVar.newBuilder().setName("A").setValue(""))
            .setResources(
                V1.ResourceRequirements.newBuilder()
                    .putLimits("cpu", Quantity.newBuilder().setString("500m").build()))
            .setReadinessProbe(
                V1.Probe.newBuilder()
                    .setHandler(
                        V1.ProbeHandler.newBuilder()
                            .setHttpGet(
                                V1.HTTPGetAction.newBuilder().setPath("/").setPort(text("http"))))
                    .setPeriodSeconds(5));
    var spec =
        V1.PodSpec.newBuilder()
            .addContainers(container)
            .addVolumes(
                V1.Volume.newBuilder()
                    .setName("v")
                    .setVolumeSource(
                        V1.VolumeSource.newBuilder()
                            .setEmptyDir(V1.EmptyDirVolumeSource.newBuilder().setMedium(""))))
            .setTerminationGracePeriodSeconds(0)
            .setSecurityContext(
                V1.PodSecurityContext.newBuilder().addSupplementalGroups(0).setRunAsNonRoot(false));
    var deployment =
        V1Apps.Deployment.newBuilder()
            .setMetadata(
                Meta.ObjectMeta.newBuilder()
                    .setName("web")
                    .setGenerateName("")
                    .putLabels("a", "")
                    .setCreationTimestamp(Meta.Time.newBuilder()))
            .setSpec(
                V1Apps.DeploymentSpec.newBuilder()
                    .setReplicas(0)
                    .setSelector(Meta.LabelSelector.newBuilder().putMatchLabels("app", "web"))
                    .setTemplate(V1.PodTemplateSpec.newBuilder().setSpec(spec))
                    .setStrategy(
                        V1Apps.DeploymentStrategy.newBuilder()
                            .setRollingUpdate(
                                V1Apps.RollingUpdateDeployment.newBuilder()
                                    .setMaxSurge(text("25%"))
                                    .setMaxUnavailable(number(1)))));
    assertThat(read("apps/v1", "Deployment", deployment.build()))
        .isEqualTo(
            json(
                """
                {"kind":"Deployment","apiVersion":"apps/v1",
                 "metadata":{"name":"web","labels":{"a":""}},
                 "spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},
                  "template":{"spec":{"volumes":[{"name":"v","emptyDir":{}}],
                   "containers":[{"name":"web","image":"nginx:1","ports":[{"containerPort":80}],
                    "env":[{"name":"A"}],"resources":{"limits":{"cpu":"500m"}},
                    "readinessProbe":{"httpGet":{"path":"/","port":"http"},"periodSeconds":5}}],
                   "terminationGracePeriodSeconds":0,
                   "securityContext":{"runAsNonRoot":false,"supplementalGroups":[0]}}},
                  "strategy":{"rollingUpdate":{"maxUnavailable":1,"maxSurge":"25%"}}}}
                """));
  }

  @Test
  void aServiceAndACronJob() {
    var service =
        V1.Service.newBuilder()
            .setSpec(
                V1.ServiceSpec.newBuilder()
                    .addPorts(
                        V1.ServicePort.newBuilder()
                            .setName("")
                            .setPort(80)
                            .setTargetPort(number(0))
                            .setNodePort(0))
                    .setClusterIP("None")
                    .addClusterIPs("None"));
    assertThat(read("v1", "Service", service.build()).path("spec"))
        .isEqualTo(
            json(
                """
                {"ports":[{"port":80,"targetPort":0}],"clusterIP":"None","clusterIPs":["None"]}
                """));
    var job =
        V1Batch.CronJob.newBuilder()
            .setSpec(
                V1Batch.CronJobSpec.newBuilder()
                    .setSchedule("@daily")
                    .setSuspend(false)
                    .setJobTemplate(
                        V1Batch.JobTemplateSpec.newBuilder()
                            .setSpec(V1Batch.JobSpec.newBuilder().setBackoffLimit(-1))))
            .setStatus(
                V1Batch.CronJobStatus.newBuilder()
                    .setLastScheduleTime(Meta.Time.newBuilder().setSeconds(60)));
    assertThat(read("batch/v1", "CronJob", job.build()))
        .isEqualTo(
            json(
                """
                {"kind":"CronJob","apiVersion":"batch/v1",
                 "spec":{"schedule":"@daily","suspend":false,
                  "jobTemplate":{"spec":{"backoffLimit":-1}}},
                 "status":{"lastScheduleTime":"1970-01-01T00:01:00Z"}}
                """));
  }

  @Test
  void anAutoscalerARoleAndAPolicy() {
    var autoscaler =
        V2Autoscaling.HorizontalPodAutoscaler.newBuilder()
            .setSpec(
                V2Autoscaling.HorizontalPodAutoscalerSpec.newBuilder()
                    .setMaxReplicas(3)
                    .addMetrics(
                        V2Autoscaling.MetricSpec.newBuilder()
                            .setType("Pods")
                            .setPods(
                                V2Autoscaling.PodsMetricSource.newBuilder()
                                    .setTarget(
                                        V2Autoscaling.MetricTarget.newBuilder()
                                            .setAverageValue(
                                                Quantity.newBuilder().setString("1500m"))))));
    assertThat(read("autoscaling/v2", "HorizontalPodAutoscaler", autoscaler.build()).path("spec"))
        .isEqualTo(
            json(
                """
                {"maxReplicas":3,"metrics":[
                 {"type":"Pods","pods":{"target":{"averageValue":"1500m"}}}]}
                """));
    var role = V1Rbac.Role.newBuilder().addRules(V1Rbac.PolicyRule.newBuilder().addVerbs("get"));
    assertThat(read("rbac.authorization.k8s.io/v1", "Role", role.build()).path("rules"))
        .isEqualTo(json("{\"r\":[{\"verbs\":[\"get\"]}]}").path("r"));
    var policy =
        V1Networking.NetworkPolicy.newBuilder()
            .setSpec(
                V1Networking.NetworkPolicySpec.newBuilder()
                    .setPodSelector(Meta.LabelSelector.newBuilder())
                    .addIngress(V1Networking.NetworkPolicyIngressRule.newBuilder()));
    assertThat(read("networking.k8s.io/v1", "NetworkPolicy", policy.build()).path("spec"))
        .isEqualTo(json("{\"podSelector\":{},\"ingress\":[{}]}"));
  }

  @Test
  void anIngressAndAWebhook() {
    var ingress =
        V1Networking.Ingress.newBuilder()
            .setSpec(
                V1Networking.IngressSpec.newBuilder()
                    .addRules(
                        V1Networking.IngressRule.newBuilder()
                            .setHost("a.b")
                            .setIngressRuleValue(
                                V1Networking.IngressRuleValue.newBuilder()
                                    .setHttp(
                                        V1Networking.HTTPIngressRuleValue.newBuilder()
                                            .addPaths(
                                                V1Networking.HTTPIngressPath.newBuilder()
                                                    .setPathType("Prefix"))))));
    assertThat(read("networking.k8s.io/v1", "Ingress", ingress.build()).path("spec"))
        .isEqualTo(
            json(
                "{\"rules\":[{\"host\":\"a.b\",\"http\":{\"paths\":[{\"pathType\":\"Prefix\"}]}}]}"));
    var webhooks =
        V1Admissionregistration.ValidatingWebhookConfiguration.newBuilder()
            .addWebhooks(
                V1Admissionregistration.ValidatingWebhook.newBuilder()
                    .setClientConfig(
                        V1Admissionregistration.WebhookClientConfig.newBuilder()
                            .setCaBundle(ByteString.copyFromUtf8("ca")))
                    .addRules(
                        V1Admissionregistration.RuleWithOperations.newBuilder()
                            .addOperations("*")
                            .setRule(V1Admissionregistration.Rule.newBuilder().addResources("x"))));
    assertThat(
            read(
                    "admissionregistration.k8s.io/v1",
                    "ValidatingWebhookConfiguration",
                    webhooks.build())
                .path("webhooks")
                .path(0))
        .isEqualTo(
            json(
                """
                {"clientConfig":{"caBundle":"Y2E="},
                 "rules":[{"operations":["*"],"resources":["x"]}]}
                """));
  }

  @Test
  void mapsOfBytesListsAndTimes() {
    var map = V1.ConfigMap.newBuilder().putBinaryData("b", ByteString.copyFromUtf8("x"));
    assertThat(read("v1", "ConfigMap", map.build()).path("binaryData").path("b").asText())
        .isEqualTo("eA==");
    var request =
        V1Certificates.CertificateSigningRequest.newBuilder()
            .setSpec(
                V1Certificates.CertificateSigningRequestSpec.newBuilder()
                    .putExtra("k", V1Certificates.ExtraValue.newBuilder().addItems("1").build()));
    assertThat(
            read("certificates.k8s.io/v1", "CertificateSigningRequest", request.build())
                .path("spec"))
        .isEqualTo(json("{\"extra\":{\"k\":[\"1\"]}}"));
    var budget =
        V1Policy.PodDisruptionBudget.newBuilder()
            .setStatus(
                V1Policy.PodDisruptionBudgetStatus.newBuilder()
                    .putDisruptedPods("p", Meta.Time.newBuilder().setSeconds(1).build()));
    assertThat(
            read("policy/v1", "PodDisruptionBudget", budget.build())
                .path("status")
                .path("disruptedPods")
                .path("p")
                .asText())
        .isEqualTo("1970-01-01T00:00:01Z");
    var lease =
        V1Coordination.Lease.newBuilder()
            .setSpec(
                V1Coordination.LeaseSpec.newBuilder()
                    .setHolderIdentity("")
                    .setRenewTime(Meta.MicroTime.newBuilder().setSeconds(1).setNanos(2000)));
    assertThat(read("coordination.k8s.io/v1", "Lease", lease.build()).path("spec"))
        .isEqualTo(json("{\"holderIdentity\":\"\",\"renewTime\":\"1970-01-01T00:00:01.000002Z\"}"));
    var revision =
        V1Apps.ControllerRevision.newBuilder()
            .setData(RawExtension.newBuilder().setRaw(ByteString.copyFromUtf8("{\"a\":1}")))
            .setRevision(2);
    assertThat(read("apps/v1", "ControllerRevision", revision.build()).path("data"))
        .isEqualTo(json("{\"a\":1}"));
  }

  @Test
  void theUnionsOfASchema() {
    var text = V1Apiextensions.JSONSchemaProps.newBuilder().setType("string").setTitle("");
    var schema =
        V1Apiextensions.JSONSchemaProps.newBuilder()
            .setDefault(raw("{\"x\":null}"))
            .addEnum(raw("1"))
            .setMaximum(7)
            .setMinimum(2)
            .setItems(V1Apiextensions.JSONSchemaPropsOrArray.newBuilder().setSchema(text))
            .setAdditionalProperties(
                V1Apiextensions.JSONSchemaPropsOrBool.newBuilder().setAllows(true).setSchema(text))
            .setAdditionalItems(V1Apiextensions.JSONSchemaPropsOrBool.newBuilder().setAllows(false))
            .putDependencies(
                "d",
                V1Apiextensions.JSONSchemaPropsOrStringArray.newBuilder().addProperty("p").build())
            .setXKubernetesPreserveUnknownFields(true)
            .putProperties("p", text.build());
    var definition =
        V1Apiextensions.CustomResourceDefinition.newBuilder()
            .setSpec(
                V1Apiextensions.CustomResourceDefinitionSpec.newBuilder()
                    .addVersions(
                        V1Apiextensions.CustomResourceDefinitionVersion.newBuilder()
                            .setSchema(
                                V1Apiextensions.CustomResourceValidation.newBuilder()
                                    .setOpenAPIV3Schema(schema))));
    assertThat(
            read("apiextensions.k8s.io/v1", "CustomResourceDefinition", definition.build())
                .at("/spec/versions/0/schema/openAPIV3Schema"))
        .isEqualTo(
            json(
                """
                {"default":{"x":null},"maximum":7,"minimum":2,"enum":[1],
                 "items":{"type":"string"},"properties":{"p":{"type":"string"}},
                 "additionalProperties":{"type":"string"},"dependencies":{"d":["p"]},
                 "additionalItems":false,"x-kubernetes-preserve-unknown-fields":true}
                """));
  }

  @Test
  void malformedBodiesAreRefused() {
    byte[] whole = body("v1", "ConfigMap", V1.ConfigMap.newBuilder().putData("a", "b").build());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      if (length < 20) {
        assertThatThrownBy(() -> Protobuf.read(part)).isInstanceOf(StatusException.class);
      }
    }
    assertThatThrownBy(() -> Protobuf.read(body("v1", "Unheard", V1.Pod.getDefaultInstance())))
        .hasMessageContaining("reads no protobuf of kind 'Unheard'");
  }

  private static ObjectNode read(String apiVersion, String kind, Message message) {
    ObjectNode object = Protobuf.read(body(apiVersion, kind, message));
    ResourceType type =
        BuiltInTypes.ALL.stream()
            .filter(each -> each.kind().equals(kind) && each.apiVersion().equals(apiVersion))
            .findFirst()
            .orElseThrow();
    Decoder.Decoded decoded = Decoder.decode(type, object);
    assertThat(decoded.unknown()).isEmpty();
    return decoded.object();
  }

  private static byte[] body(String apiVersion, String kind, Message message) {
    byte[] envelope =
        Unknown.newBuilder()
            .setTypeMeta(TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
            .setRaw(message.toByteString())
            .setContentEncoding("")
            .setContentType("")
            .build()
            .toByteArray();
    byte[] body = new byte[4 + envelope.length];
    System.arraycopy(new byte[] {'k', '8', 's', 0}, 0, body, 0, 4);
    System.arraycopy(envelope, 0, body, 4, envelope.length);
    return body;
  }

  private static IntOrString text(String text) {
    return IntOrString.newBuilder().setType(1).setStrVal(text).build();
  }

  private static IntOrString number(int number) {
    return IntOrString.newBuilder().setType(0).setIntVal(number).build();
  }

  private static V1Apiextensions.JSON raw(String json) {
    return V1Apiextensions.JSON.newBuilder().setRaw(ByteString.copyFromUtf8(json)).build();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.read(text.getBytes(UTF_8), true);
  }
}
