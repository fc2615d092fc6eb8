package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Applied.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;
import org.junit.jupiter.api.Test;

final class OtherRulesTest {

  private final Applied maps = Applied.rules("", "configmaps");
  private final Applied secrets = Applied.rules("", "secrets");
  private final Applied autoscalers = Applied.rules("autoscaling", "horizontalpodautoscalers");
  private final Applied leases = Applied.rules("coordination.k8s.io", "leases");

  @Test
  void completingAnyEmptyObjectTwiceChangesNothing() {
    for (ResourceType type : BuiltInTypes.ALL) {
      KindRules rules = BuiltInRules.of(type);
      if (rules instanceof DefinitionRules) {
        continue;
      }
      ObjectNode once = json("{'metadata':{'name':'a'}}");
      rules.complete(once);
      ObjectNode twice = once.deepCopy();
      rules.complete(twice);
      assertThat(twice).as(type.resource()).isEqualTo(once);
    }
  }

  @Test
  void metadataIsChecked() {
    ObjectNode map =
        maps.made(
            "{'metadata':{'name':'A','labels':{'a':'b c'},'finalizers':['x'],"
                + "'ownerReferences':["
                + "{'apiVersion':'v1','kind':'A','name':'a','uid':'1','controller':true},"
                + "{'apiVersion':'v1','kind':'B','name':'b','uid':'2','controller':true}]}}");
    assertThat(maps.problems(map))
        .hasSize(4)
        .anySatisfy(each ->
            assertThat(each)
                .startsWith("metadata.name: Invalid value: \"A\": a lowercase RFC 1123 subdomain"))
        .anySatisfy(each ->
            assertThat(each).startsWith("metadata.labels: Invalid value: \"b c\": a valid label"))
        .anySatisfy(each -> assertThat(each).startsWith("metadata.finalizers[0]: Invalid value"))
        .anySatisfy(each ->
            assertThat(each)
                .contains(
                    "Only one reference can have Controller set to true. Found \"true\" in"
                        + " references for A/a and B/b"));
  }

  @Test
  void keysAndImmutabilityOfConfigMaps() {
    assertThat(maps.problems(maps.made("{'metadata':{'name':'a'},'data':{'a b':'c'}}")))
        .singleElement()
        .asString()
        .startsWith("data[a b]: Invalid value: \"a b\": a valid config key must consist of");
    ObjectNode former = maps.made("{'metadata':{'name':'a'},'immutable':true,'data':{'a':'1'}}");
    assertThat(maps.updateProblems(former, maps.changed(former, "/data", "{'a':'2'}")))
        .containsExactly("data: Forbidden: field is immutable when `immutable` is set");
    assertThat(maps.updateProblems(former, maps.changed(former, "/immutable", "")))
        .containsExactly("immutable: Forbidden: field is immutable when `immutable` is set");
  }

  @Test
  void configMapsAreOfAMebibyteAtMost() {
    ObjectNode map =
        maps.made("{'metadata':{'name':'a'},'data':{'a':'" + "x".repeat(1024 * 1024 + 1) + "'}}");
    assertThat(maps.problems(map)).singleElement().asString().contains("Too long");
  }

  @Test
  void secretsHaveTheKeysOfTheirTypes() {
    ObjectNode secret = secrets.made("{'metadata':{'name':'a'},'stringData':{'a':'b'}}");
    assertThat(secret.path("data")).isEqualTo(json("{'a':'Yg=='}"));
    assertThat(secret.path("type").asText()).isEqualTo("Opaque");
    assertThat(secrets.updateProblems(secret, secrets.changed(secret, "/type", "'x'")))
        .containsExactly("type: Invalid value: \"x\": field is immutable");
    assertThat(
            secrets.problems(secrets.made("{'metadata':{'name':'a'},'type':'kubernetes.io/tls'}")))
        .containsExactly("data[tls.crt]: Required value", "data[tls.key]: Required value");
  }

  @Test
  void anAutoscalerIsCompletedAndChecked() {
    ObjectNode autoscaler =
        autoscalers.spec("{'maxReplicas':0,'minReplicas':2,'scaleTargetRef':{'kind':'D'}}");
    assertThat(autoscalers.problems(autoscaler))
        .containsExactly(
            "spec.maxReplicas: Invalid value: 0: must be greater than 0",
            "spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`",
            "spec.scaleTargetRef.name: Required value");
    assertThat(autoscaler.at("/spec/metrics/0/resource/target/averageUtilization").asInt())
        .isEqualTo(80);
  }

  @Test
  void leasesLast() {
    assertThat(leases.problems(leases.spec("{'leaseDurationSeconds':0,'leaseTransitions':-1}")))
        .containsExactly(
            "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0",
            "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0");
    assertThat(leases.problems(leases.spec("{'leaseDurationSeconds':15}"))).isEmpty();
  }

  @Test
  void networkPoliciesSayWhatTheyAreAbout() {
    Applied policies = Applied.rules("networking.k8s.io", "networkpolicies");
    ObjectNode policy = policies.spec("{'podSelector':{},'egress':[{}]}");
    assertThat(policies.problems(policy)).isEmpty();
    assertThat(policy.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
  }

  @Test
  void aRoleReferenceStays() {
    Applied bindings = Applied.rules("rbac.authorization.k8s.io", "rolebindings");
    ObjectNode former =
        bindings.made(
            "{'metadata':{'name':'a:b'},'roleRef':{'kind':'ClusterRole','name':'x'},"
                + "'subjects':[{'kind':'User','name':'u'}]}");
    assertThat(bindings.problems(former)).isEmpty();
    assertThat(former.at("/subjects/0/apiGroup").asText()).isEqualTo("rbac.authorization.k8s.io");
    assertThat(bindings.updateProblems(former, bindings.changed(former, "/roleRef/name", "'y'")))
        .singleElement()
        .asString()
        .endsWith("cannot change roleRef");
  }

  @Test
  void webhooksAreCompletedAndChecked() {
    Applied hooks =
        Applied.rules("admissionregistration.k8s.io", "validatingwebhookconfigurations");
    ObjectNode configuration =
        hooks.made(
            "{'metadata':{'name':'a'},'webhooks':[{'name':'a.b.c','clientConfig':{"
                + "'url':'https://x'},'sideEffects':'None','admissionReviewVersions':['v1']},"
                + "{'name':'a','clientConfig':{},'sideEffects':'Some'}]}");
    assertThat(configuration.at("/webhooks/0/timeoutSeconds").asInt()).isEqualTo(10);
    assertThat(configuration.at("/webhooks/0/namespaceSelector").isObject()).isTrue();
    assertThat(hooks.problems(configuration))
        .containsExactly(
            "webhooks[1].name: Invalid value: \"a\": should be a domain with at least three segments"
                + " separated by dots",
            "webhooks[1].sideEffects: Unsupported value: \"Some\": supported values: \"None\","
                + " \"NoneOnDryRun\"",
            "webhooks[1].clientConfig: Required value: exactly one of url or service is required",
            "webhooks[1].admissionReviewVersions: Required value: must specify one of v1, v1beta1");
  }

  @Test
  void aPriorityClassKeepsItsValue() {
    Applied classes = Applied.rules("scheduling.k8s.io", "priorityclasses");
    ObjectNode former = classes.made("{'metadata':{'name':'a'},'value':5}");
    assertThat(classes.problems(former)).isEmpty();
    assertThat(classes.updateProblems(former, classes.changed(former, "/value", "6")))
        .containsExactly("value: Forbidden: may not be changed in an update.");
  }

  @Test
  void claimsAskForStorage() {
    Applied claims = Applied.rules("", "persistentvolumeclaims");
    assertThat(claims.problems(claims.spec("{'accessModes':['ReadWriteOnce']}")))
        .containsExactly("spec.resources[storage]: Required value");
    ObjectNode former =
        claims.spec("{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1Gi'}}}");
    assertThat(claims.problems(former)).isEmpty();
    assertThat(former.at("/status/phase").asText()).isEqualTo("Pending");
    assertThat(
            claims.updateProblems(
                former, claims.changed(former, "/spec/accessModes", "['ReadOnlyMany']")))
        .singleElement()
        .asString()
        .startsWith("spec: Forbidden: spec is immutable after creation");
  }
}
