package dev.picket.sources.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuditNormaliserTest {

  private final List<Item> example = Payloads.audit(Payloads.example("audit-eventlist.json"));

  @Test
  void ofTheExamplesNineEventsFiveMatter() {
    assertThat(example.stream().map(AuditNormaliserTest::verdict))
        .containsExactly(
            "resource_deletion medium",
            "secret_access high",
            "rbac_change critical",
            "privileged_pod_creation high",
            "read_only",
            "other_change",
            "failed_request",
            "pod_exec medium",
            "no_object");
  }

  @Test
  void anEventTellsWhoDidWhatToWhich() {
    Occurrence deletion = reported(0);
    assertThat(deletion.category()).isEqualTo(Category.COMPLIANCE);
    assertThat(deletion.title()).isEqualTo("dana@example.com deleted Deployment shop/checkout");
    assertThat(deletion.resource())
        .isEqualTo(new Resource("apps/v1", "Deployment", "shop", "checkout"));
    assertThat(deletion.identity()).isEqualTo(Map.of("user", "dana@example.com", "verb", "delete"));
    assertThat(deletion.id())
        .isEqualTo(
            new OccurrenceId(
                Instant.parse("2026-11-22T09:50:11.118204Z"),
                "0c6a7b5e-2f0b-4b1c-8d7e-1a2b3c4d5e01/ResponseComplete"));
    assertThat(deletion.details()).contains("\"code\":200", "\"10.20.0.14\"");
  }

  @Test
  void whatASecretHoldsIsNotKept() {
    assertThat(reported(1).details())
        .doesNotContain("bm90LWEtcmVhbC10b2tlbg", "requestObject")
        .contains("gateway-credentials");
  }

  @Test
  void patchesThatWebhooksLeaveInAnnotationsAreNotKept() {
    String event =
        event("create", "secrets", "s", "\"annotations\":{\"patch.webhook\":\"c2VjcmV0\"}");
    assertThat(Payloads.only(Payloads.audit(event)).details()).doesNotContain("c2VjcmV0");
  }

  @Test
  void aBindingTellsWhoGotWhat() {
    assertThat(reported(2).details()).contains("\"roleRef\"", "cluster-admin", "\"name\":\"ci\"");
  }

  @Test
  void aPrivilegedPodTellsItsPrivileges() {
    assertThat(reported(3).details())
        .contains("\"privileges\":[\"hostPath /var/run/docker.sock\",\"privileged\"]")
        .contains("registry.example.com/build/dind:27");
  }

  @Test
  void aSessionIsOneOccurrenceWhenItBeginsAndWhenItEnds() {
    Occurrence begun = reported(7);
    String ended =
        Payloads.example("audit-eventlist.json").replace("ResponseStarted", "ResponseComplete");
    Occurrence over = ((Item.Reported) Payloads.audit(ended).get(7)).occurrence();
    assertThat(over.id()).isEqualTo(begun.id());
    assertThat(Fingerprint.of(over)).isEqualTo(Fingerprint.of(begun));
    assertThat(begun.identity()).containsEntry("subresource", "exec");
  }

  @ParameterizedTest
  @CsvSource({
    "create, secrets, alice, secret_access high",
    "update, secrets, system:kube-controller-manager, secret_access high",
    "get, secrets, alice, read_only",
    "list, secrets, alice, read_only",
    "delete, secrets, alice, resource_deletion high",
    "deletecollection, secrets, alice, resource_deletion high",
    "patch, configmaps, alice, configmap_change medium",
    "update, configmaps, system:kube-scheduler, control_plane_routine",
    "create, configmaps, system:serviceaccount:kube-system:root-ca-cert-publisher,"
        + " control_plane_routine",
    "update, configmaps, system:serviceaccount:shop:deployer, configmap_change medium",
    "delete, pods, system:serviceaccount:kube-system:replicaset-controller,"
        + " control_plane_routine",
    "delete, pods, system:node:node-3, control_plane_routine",
    "delete, pods, system:serviceaccount:shop:deployer, resource_deletion medium",
    "delete, namespaces, alice, resource_deletion high",
    "delete, events, alice, other_change",
    "delete, leases, alice, other_change",
    "update, leases, system:kube-scheduler, other_change",
    "create, deployments, alice, other_change",
    "create, pods, alice, unprivileged_pod",
    "list, pods, system:anonymous, anonymous_access high"
  })
  void eachRuleAppliesToItsOwn(String verb, String plural, String user, String verdict) {
    String event = event(verb, plural, "x", "\"user\":{\"username\":\"" + user + "\"}");
    assertThat(verdict(Payloads.audit(event).getFirst())).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"hostPID\":true', high",
    "'\"hostIPC\":true', high",
    "'\"hostNetwork\":true', medium",
    "'\"hostNetwork\":true,\"hostPID\":true', high",
    "'\"initContainers\":[{\"securityContext\":{\"privileged\":true}}]', high",
    "'\"containers\":[{\"securityContext\":{\"capabilities\":{\"add\":[\"SYS_ADMIN\"]}}}]', high",
    "'\"volumes\":[{\"hostPath\":{\"path\":\"/\"}}]', high",
    "'\"volumes\":[{\"hostPath\":{\"path\":\"/var\"}}]', high",
    "'\"volumes\":[{\"hostPath\":{\"path\":\"/etc//kubernetes/\"}}]', high",
    "'\"volumes\":[{\"hostPath\":{\"path\":\"/data/../etc\"}}]', high",
    "'\"volumes\":[{\"hostPath\":{\"path\":\"/data\"}}]', ",
    "'\"containers\":[{\"securityContext\":{\"privileged\":false}}]', ",
    "'\"containers\":17,\"volumes\":\"none\"', "
  })
  void privilegesAreFound(String spec, String severity) {
    String event = event("create", "pods", "p", "\"requestObject\":{\"spec\":{" + spec + "}}");
    assertThat(verdict(Payloads.audit(event).getFirst()))
        .isEqualTo(severity == null ? "unprivileged_pod" : "privileged_pod_creation " + severity);
  }

  @Test
  void aDryRunChangesNothing() {
    String event = event("delete", "pods", "p", "\"requestURI\":\"/api/v1/x?dryRun=All\"");
    assertThat(verdict(Payloads.audit(event).getFirst())).isEqualTo("dry_run");
  }

  @Test
  void anonymousAccessOutsideOfObjectsIsToldByItsPath() {
    String event =
        "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"auditID\":\"a\",\"stage\":"
            + "\"ResponseComplete\",\"verb\":\"get\",\"user\":{\"username\":\"system:anonymous\"},"
            + "\"requestURI\":\"%s\",\"responseStatus\":{\"code\":200}}";
    Occurrence metrics = Payloads.only(Payloads.audit(event.formatted("/metrics?a=b")));
    assertThat(metrics.identity()).containsEntry("path", "/metrics");
    assertThat(metrics.resource()).isEqualTo(Resource.UNKNOWN);
    assertThat(verdict(Payloads.audit(event.formatted("/livez?verbose")).getFirst()))
        .isEqualTo("no_object");
  }

  @Test
  void withoutANameTheOneThatTheServerGaveIsUsed() {
    String event =
        event(
            "create",
            "secrets",
            "",
            "\"responseObject\":{\"metadata\":{\"name\":\"generated-x7\"}}");
    assertThat(Payloads.only(Payloads.audit(event)).resource().name()).isEqualTo("generated-x7");
  }

  @Test
  void theKindMayComeAfterTheItems() {
    String list =
        "{\"items\":["
            + event("delete", "pods", "p", "\"level\":\"Metadata\"")
            + "],\"metadata\":{},\"apiVersion\":\"audit.k8s.io/v1\",\"kind\":\"EventList\"}";
    assertThat(Payloads.audit(list)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"auditID", "stage", "verb"})
  void whatAnEventMustHaveIsToldByPointer(String field) {
    String event = event("delete", "pods", "p", "\"level\":\"Metadata\"");
    String without = event.replace("\"" + field + "\"", "\"other\"");
    assertThat(Payloads.audit(without))
        .singleElement()
        .isInstanceOfSatisfying(
            Item.Invalid.class,
            invalid -> assertThat(invalid.problem().place()).isEqualTo("/" + field));
  }

  private Occurrence reported(int index) {
    return ((Item.Reported) example.get(index)).occurrence();
  }

  private static String verdict(Item item) {
    return switch (item) {
      case Item.Reported reported -> {
        Severity severity = reported.occurrence().severity();
        yield reported.occurrence().eventType() + " " + severity.wireName();
      }
      case Item.Irrelevant other -> other.reason();
      case Item.Invalid invalid -> invalid.problem().message();
    };
  }

  private static String event(String verb, String plural, String name, String field) {
    return "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"auditID\":\"a\","
        + "\"stage\":\"ResponseComplete\",\"verb\":\""
        + verb
        + "\","
        + (field.contains("\"user\"") ? "" : "\"user\":{\"username\":\"alice\"},")
        + "\"objectRef\":{\"resource\":\""
        + plural
        + "\",\"namespace\":\"shop\",\"name\":\""
        + name
        + "\",\"apiVersion\":\"v1\"},\"responseStatus\":{\"code\":200},"
        + field
        + "}";
  }
}
