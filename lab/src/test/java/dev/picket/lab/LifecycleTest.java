package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String SETS = "/apis/apps/v1/namespaces/default/replicasets";
  private static final String MERGE = "application/merge-patch+json";

  private LabServer lab;
  private LabClient client;

  @BeforeEach
  void start() {
    lab = Labs.started(LabSettings.DEFAULTS);
    client = new LabClient(lab);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void dependentsGoAfterTheirOwner() {
    String uid = uid(client.createMap("owner", "1"));
    dependent("a", "owner", uid, false);
    assertThat(client.delete(MAPS + "/owner").status()).isEqualTo(200);
    client.awaitGone(MAPS + "/a");
  }

  @Test
  void anObjectOfAnOwnerThatNeverWasGoes() {
    dependent("a", "nobody", "11111111-2222-4333-8444-555555555555", false);
    client.awaitGone(MAPS + "/a");
  }

  @Test
  void oneLivingOwnerIsEnough() {
    String first = uid(client.createMap("first", "1"));
    String second = uid(client.createMap("second", "1"));
    client.post(
        MAPS,
        "{\"metadata\":{\"name\":\"a\",\"ownerReferences\":["
            + reference("first", first, false)
            + ","
            + reference("second", second, false)
            + "]}}");
    client.delete(MAPS + "/first");
    client.await(MAPS + "/a", each -> each.path("metadata").path("ownerReferences").size() == 1);
    JsonNode left = client.get(MAPS + "/a").json().path("metadata").path("ownerReferences");
    assertThat(left.path(0).path("uid").asText()).isEqualTo(second);
  }

  @Test
  void orphansLoseTheirReferenceAndStay() {
    String uid = uid(client.createMap("owner", "1"));
    dependent("a", "owner", uid, true);
    client.delete(MAPS + "/owner?propagationPolicy=Orphan");
    client.awaitGone(MAPS + "/owner");
    JsonNode orphan = client.get(MAPS + "/a").json();
    assertThat(orphan.path("metadata").path("ownerReferences")).isEmpty();
    assertThat(orphan.path("metadata").path("name").asText()).isEqualTo("a");
  }

  @Test
  void inTheForegroundTheOwnerWaitsForWhatBlocksIt() {
    String uid = uid(client.createMap("owner", "1"));
    client.post(
        MAPS,
        "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"e.dev/f\"],\"ownerReferences\":["
            + reference("owner", uid, true)
            + "]}}");
    JsonNode waiting = client.delete(MAPS + "/owner?propagationPolicy=Foreground").json();
    assertThat(waiting.path("metadata").path("finalizers").toString())
        .isEqualTo("[\"foregroundDeletion\"]");
    client.await(MAPS + "/a", each -> each.path("metadata").has("deletionTimestamp"));
    assertThat(client.get(MAPS + "/owner").status()).isEqualTo(200);
    client.send("PATCH", MAPS + "/a", MERGE, "{\"metadata\":{\"finalizers\":null}}");
    client.awaitGone(MAPS + "/owner");
  }

  @Test
  void aPodHasTimeToEnd() {
    client.post(PODS, pod("p", "n1"));
    JsonNode ending = client.delete(PODS + "/p").json();
    assertThat(ending.path("metadata").path("deletionGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(client.get(PODS + "/p").status()).isEqualTo(200);
    assertThat(client.delete(PODS + "/p?gracePeriodSeconds=0").status()).isEqualTo(200);
    assertThat(client.get(PODS + "/p").status()).isEqualTo(404);
  }

  @Test
  void aPodThatRunsNowhereEndsAtOnce() {
    client.post(PODS, pod("p", ""));
    client.delete(PODS + "/p");
    assertThat(client.get(PODS + "/p").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "propagationPolicy=Sideways,422,FieldValueNotSupported",
    "propagationPolicy=Orphan&orphanDependents=true,422,FieldValueInvalid",
    "gracePeriodSeconds=soon,400,",
    "orphanDependents=perhaps,400,"
  })
  void wrongOptionsOfADeletionAreRefused(String parameters, int status, String reason) {
    client.createMap("a", "1");
    Answer answer = client.delete(MAPS + "/a?" + parameters);
    assertThat(answer.status()).isEqualTo(status);
    JsonNode cause = answer.json().path("details").path("causes").path(0);
    assertThat(cause.path("reason").asText()).isEqualTo(reason == null ? "" : reason);
    assertThat(client.get(MAPS + "/a").status()).isEqualTo(200);
  }

  @Test
  void aScaleShowsAndSetsReplicas() {
    client.post(SETS, set("s", 3));
    JsonNode scale = client.get(SETS + "/s/scale").json();
    assertThat(scale.path("kind").asText()).isEqualTo("Scale");
    assertThat(scale.path("spec").path("replicas").asInt()).isEqualTo(3);
    assertThat(scale.path("status").path("selector").asText()).isEqualTo("app=s");
    Answer scaled = client.send("PATCH", SETS + "/s/scale", MERGE, "{\"spec\":{\"replicas\":5}}");
    assertThat(scaled.json().path("spec").path("replicas").asInt()).isEqualTo(5);
    JsonNode set = client.get(SETS + "/s").json();
    assertThat(set.path("kind").asText()).isEqualTo("ReplicaSet");
    assertThat(set.path("spec").path("replicas").asInt()).isEqualTo(5);
    assertThat(set.path("spec").path("selector").path("matchLabels").path("app").asText())
        .isEqualTo("s");
    assertThat(
            client.send("PATCH", SETS + "/s/scale", MERGE, "{\"spec\":{\"replicas\":-1}}").status())
        .isEqualTo(422);
  }

  @Test
  void anEvictionKeepsToTheBudget() {
    client.post(PODS, pod("p", ""));
    client.send("PATCH", PODS + "/p/status", MERGE, "{\"status\":{\"phase\":\"Running\"}}");
    String budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
    client.post(
        budgets,
        "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"minAvailable\":1,\"selector\":"
            + "{\"matchLabels\":{\"app\":\"p\"}}}}");
    Answer refused = evict("p");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("reason").asText()).isEqualTo("TooManyRequests");
    client.send(
        "PATCH",
        budgets + "/b/status",
        MERGE,
        "{\"status\":{\"disruptionsAllowed\":1,\"observedGeneration\":1}}");
    assertThat(evict("p").status()).isEqualTo(201);
    assertThat(client.get(PODS + "/p").status()).isEqualTo(404);
    assertThat(client.get(budgets + "/b").json().path("status").path("disruptionsAllowed").asInt())
        .isZero();
  }

  @Test
  void aPodIsBoundOnce() {
    client.post(PODS, pod("p", ""));
    String binding =
        "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"p\"},"
            + "\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}}";
    assertThat(client.post(PODS + "/p/binding", binding).status()).isEqualTo(201);
    JsonNode pod = client.get(PODS + "/p").json();
    assertThat(pod.path("spec").path("nodeName").asText()).isEqualTo("n1");
    assertThat(pod.path("status").path("conditions").path(0).path("type").asText())
        .isEqualTo("PodScheduled");
    assertThat(client.post(PODS + "/p/binding", binding).status()).isEqualTo(409);
  }

  private Answer evict(String name) {
    return client.post(
        PODS + "/" + name + "/eviction",
        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\""
            + name
            + "\"}}");
  }

  private void dependent(String name, String owner, String uid, boolean blocks) {
    client.post(
        MAPS,
        "{\"metadata\":{\"name\":\""
            + name
            + "\",\"ownerReferences\":["
            + reference(owner, uid, blocks)
            + "]}}");
  }

  private static String reference(String name, String uid, boolean blocks) {
    return """
    {"apiVersion":"v1","kind":"ConfigMap","name":"%s","uid":"%s","blockOwnerDeletion":%s}\
    """
        .formatted(name, uid, blocks);
  }

  private static String uid(Answer answer) {
    return answer.json().path("metadata").path("uid").asText();
  }

  private static String pod(String name, String node) {
    return """
    {"metadata":{"name":"%s","labels":{"app":"%s"}},
     "spec":{"nodeName":"%s","terminationGracePeriodSeconds":30,
             "containers":[{"name":"c","image":"i"}]}}\
    """
        .formatted(name, name, node);
  }

  private static String set(String name, int replicas) {
    return """
    {"metadata":{"name":"%s"},"spec":{"replicas":%d,"selector":{"matchLabels":{"app":"%s"}},
     "template":{"metadata":{"labels":{"app":"%s"}},
                 "spec":{"containers":[{"name":"c","image":"i"}]}}}}\
    """
        .formatted(name, replicas, name, name);
  }
}
