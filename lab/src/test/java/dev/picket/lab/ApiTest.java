package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verbs, their refusals and their Status objects, over HTTP. */
@Timeout(60)
final class ApiTest {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON_PATCH = "application/json-patch+json";

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS.withHistoryLimit(50));
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void withoutTheTokenNothingIsToldButAStatus() {
    Answer answer = client.send(HttpRequest.newBuilder(URI.create(lab.address() + MAPS)).build());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.reason()).isEqualTo("Unauthorized");
    assertThat(answer.json().path("kind").asText()).isEqualTo("Status");
  }

  @Test
  void anObjectIsCreatedReadReplacedAndDeleted() {
    Answer created = client.createMap("a", "1");
    assertThat(created.status()).isEqualTo(201);
    JsonNode metadata = created.json().path("metadata");
    assertThat(metadata.path("uid").asText()).hasSize(36);
    assertThat(metadata.path("creationTimestamp").asText()).endsWith("Z");
    assertThat(metadata.path("namespace").asText()).isEqualTo("default");
    assertThat(client.get(MAPS + "/a").json()).isEqualTo(created.json());
    Answer replaced = client.put(MAPS + "/a", LabClient.map("a", "2"));
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(Long.parseLong(replaced.revision()))
        .isGreaterThan(Long.parseLong(created.revision()));
    Answer deleted = client.delete(MAPS + "/a");
    assertThat(deleted.json().path("status").asText()).isEqualTo("Success");
    Answer missing = client.get(MAPS + "/a");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.message()).isEqualTo("configmaps \"a\" not found");
    assertThat(missing.json().path("details").path("kind").asText()).isEqualTo("configmaps");
  }

  @Test
  void aReplacementThatChangesNothingIsNoChange() {
    String revision = client.createMap("a", "1").revision();
    assertThat(client.put(MAPS + "/a", LabClient.map("a", "1")).revision()).isEqualTo(revision);
  }

  @Test
  void whatExistsIsNotCreatedAgain() {
    client.createMap("a", "1");
    Answer again = client.createMap("a", "2");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.reason()).isEqualTo("AlreadyExists");
  }

  @Test
  void aStaleReplacementConflicts() {
    Answer created = client.createMap("a", "1");
    client.put(MAPS + "/a", LabClient.map("a", "2"));
    Answer stale = client.put(MAPS + "/a", created.body());
    assertThat(stale.status()).isEqualTo(409);
    assertThat(stale.reason()).isEqualTo("Conflict");
    assertThat(stale.message())
        .isEqualTo(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  void aLeaseIsNotReplacedWithoutARevision() {
    String lease = "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"a\"}}";
    client.post(LEASES, lease);
    Answer blind = client.put(LEASES + "/l", lease.replace("\"a\"", "\"b\""));
    assertThat(blind.status()).isEqualTo(422);
    assertThat(blind.reason()).isEqualTo("Invalid");
    assertThat(blind.message())
        .endsWith("metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");
  }

  @Test
  void aLeaseThatIsGoneIsNotRenewedByWhoKnewIt() {
    Answer created =
        client.post(LEASES, "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"a\"}}");
    client.delete(LEASES + "/l");
    Answer renewed = client.put(LEASES + "/l", created.body());
    assertThat(renewed.status()).isEqualTo(409);
    assertThat(client.put(LEASES + "/l", "{\"metadata\":{\"name\":\"l\"}}").status())
        .isEqualTo(201);
  }

  @Test
  void nothingIsCreatedInANamespaceThatIsNotThere() {
    Answer answer = client.post("/api/v1/namespaces/x/configmaps", LabClient.map("a", "1"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).isEqualTo("namespaces \"x\" not found");
  }

  @Test
  void aNamespaceTakesAlongWhatIsInIt() {
    client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"x\"}}");
    client.post("/api/v1/namespaces/x/configmaps", LabClient.map("a", "1"));
    String from = client.get("/api/v1/configmaps").revision();
    client.delete("/api/v1/namespaces/x");
    Iterator<JsonNode> watch =
        client.watch("/api/v1/configmaps?watch=true&resourceVersion=" + from);
    assertThat(LabClient.told(watch.next())).isEqualTo("DELETED a 1");
    client.awaitGone("/api/v1/namespaces/x");
  }

  @Test
  void aFinalizerHoldsAnObjectAndItsNamespace() {
    client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"x\"}}");
    client.post(
        "/api/v1/namespaces/x/configmaps",
        "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"e.dev/f\"]}}");
    client.delete("/api/v1/namespaces/x");
    assertThat(client.get("/api/v1/namespaces/x").json().path("status").path("phase").asText())
        .isEqualTo("Terminating");
    assertThat(client.post("/api/v1/namespaces/x/configmaps", LabClient.map("b", "1")).status())
        .isEqualTo(403);
    client.send(
        "PATCH",
        "/api/v1/namespaces/x/configmaps/a",
        MERGE,
        "{\"metadata\":{\"finalizers\":null}}");
    assertThat(client.get("/api/v1/namespaces/x/configmaps/a").status()).isEqualTo(404);
    client.awaitGone("/api/v1/namespaces/x");
  }

  @Test
  void aDeletionHasPreconditions() {
    String uid = client.createMap("a", "1").json().path("metadata").path("uid").asText();
    Answer wrong =
        client.send(
            "DELETE", MAPS + "/a", "application/json", "{\"preconditions\":{\"uid\":\"other\"}}");
    assertThat(wrong.status()).isEqualTo(409);
    Answer right =
        client.send(
            "DELETE",
            MAPS + "/a",
            "application/json",
            "{\"preconditions\":{\"uid\":\"" + uid + "\"}}");
    assertThat(right.status()).isEqualTo(200);
  }

  @Test
  void aRehearsalChangesNothing() {
    assertThat(client.post(MAPS + "?dryRun=All", LabClient.map("a", "1")).status()).isEqualTo(201);
    assertThat(client.get(MAPS + "/a").status()).isEqualTo(404);
    assertThat(client.post(MAPS + "?dryRun=Some", LabClient.map("a", "1")).status()).isEqualTo(422);
  }

  @Test
  void mergePatchesRemoveWhatIsNull() {
    client.createMap("a", "1");
    Answer patched =
        client.send("PATCH", MAPS + "/a", MERGE, "{\"data\":{\"v\":null,\"w\":\"2\"}}");
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().path("data").toString()).isEqualTo("{\"w\":\"2\"}");
  }

  @Test
  void jsonPatchesAreAllOrNothing() {
    client.createMap("a", "1");
    Answer failed =
        client.send(
            "PATCH",
            MAPS + "/a",
            JSON_PATCH,
            "[{\"op\":\"add\",\"path\":\"/data/w\",\"value\":\"2\"},"
                + "{\"op\":\"test\",\"path\":\"/data/v\",\"value\":\"9\"}]");
    assertThat(failed.status()).isEqualTo(422);
    Answer done =
        client.send(
            "PATCH",
            MAPS + "/a",
            JSON_PATCH,
            "[{\"op\":\"test\",\"path\":\"/data/v\",\"value\":\"1\"},"
                + "{\"op\":\"move\",\"from\":\"/data/v\",\"path\":\"/data/w\"}]");
    assertThat(done.json().path("data").toString()).isEqualTo("{\"w\":\"1\"}");
  }

  @Test
  void aPatchThatNamesAnotherRevisionConflicts() {
    client.createMap("a", "1");
    Answer stale =
        client.send(
            "PATCH", MAPS + "/a", MERGE, "{\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{}}");
    assertThat(stale.status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/v1/namespaces/default/configmaps?limits=3,400",
    "GET,/api/v1/namespaces/default/configmaps?fieldSelector=spec.nodeName=x,400",
    "GET,/api/v1/namespaces/default/configmaps?labelSelector=a%3D%3D%3Db,400",
    "GET,/api/v1/namespaces/default/configmaps?resourceVersionMatch=Exact,422",
    "GET,/api/v1/namespaces/default/configmaps?sendInitialEvents=true,422",
    "GET,/api/v1/namespaces/default/configmaps?watch=true&sendInitialEvents=true,422",
    "GET,/api/v1/namespaces/default/configmaps?resourceVersion=999999999999999,504",
    "GET,/api/v1/namespaces/default/configmaps?continue=x,400",
    "GET,/api/v1/namespaces/default/configmaps?shardSelector=shardRange(),500",
    "GET,/api/v1/namespaces/default/gizmos,404",
    "GET,/apis/none.dev/v1/things,404",
    "GET,/nothing,404",
    "POST,/api/v1/namespaces/default/configmaps/a,405",
    "PUT,/api/v1/namespaces/default/configmaps,405",
    "PATCH,/api/v1/namespaces/default/configmaps,405",
    "POST,/version,405"
  })
  void whatIsNotSupportedIsRefused(String method, String path, int status) {
    Answer answer =
        method.equals("GET") ? client.get(path) : client.send(method, path, MERGE, "{}");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("kind").asText()).isEqualTo("Status");
    assertThat(answer.json().path("code").asInt()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "application/apply-patch+yaml,{},422",
    "application/strategic-merge-patch+json,'{\"data\":{\"w\":\"1\"}}',200",
    "application/strategic-merge-patch+json,'{\"metadata\":{\"finalizers\":[\"a/b\"]}}',200",
    "application/strategic-merge-patch+json,'{\"data\":{\"$patch\":\"delete\"}}',200",
    "application/merge-patch+json,[],400",
    "application/json-patch+json,{},400",
    "text/plain,{},415"
  })
  void patchesAreTakenByTheirTypes(String type, String body, int status) {
    client.createMap("a", "1");
    assertThat(client.send("PATCH", MAPS + "/a", type, body).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"metadata\":{\"name\":\"A_B\"}}',422",
    "'{\"metadata\":{}}',422",
    "'{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}',400",
    "'{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\"}}',400",
    "'{\"metadata\":{\"name\":\"a\",\"labels\":{\"x\":1}}}',400",
    "'{\"metadata\":[]}',400",
    "'[]',400",
    "'{',400",
    "'',400"
  })
  void bodiesThatAreNotTheObjectAreRefused(String body, int status) {
    assertThat(client.post(MAPS, body).status()).isEqualTo(status);
  }

  @Test
  void strictValidationNamesTheUnknownField() {
    Answer answer =
        client.post(MAPS + "?fieldValidation=Strict", "{\"metadata\":{\"name\":\"a\"},\"dat\":{}}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("unknown field \"dat\"");
    Answer warned = client.post(MAPS, "{\"metadata\":{\"name\":\"a\"},\"dat\":{}}");
    assertThat(warned.response().headers().firstValue("Warning")).isPresent();
  }

  @Test
  void aBodyThatIsTooLongIsRefused() {
    Answer answer = client.createMap("a", "x".repeat(4 * 1024 * 1024));
    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void namesAreMadeUpFromAPrefix() {
    String body = "{\"metadata\":{\"generateName\":\"p-\"}}";
    assertThat(client.post(MAPS, body).json().path("metadata").path("name").asText())
        .matches("p-[a-z0-9]{5}");
  }

  @Test
  void pagesAreOfOneRevision() {
    for (String each : new String[] {"a", "b", "c"}) {
      client.createMap(each, "1");
    }
    Answer first = client.get(MAPS + "?limit=2");
    assertThat(first.json().path("items")).hasSize(2);
    assertThat(first.json().path("metadata").path("remainingItemCount").asInt()).isEqualTo(1);
    client.delete(MAPS + "/c");
    String next = first.json().path("metadata").path("continue").asText();
    Answer second = client.get(MAPS + "?limit=2&continue=" + next);
    assertThat(second.json().path("items").path(0).path("metadata").path("name").asText())
        .isEqualTo("c");
    assertThat(second.revision()).isEqualTo(first.revision());
    assertThat(
            client
                .get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + first.revision())
                .json()
                .path("items"))
        .hasSize(3);
  }

  @Test
  void whatIsOlderThanTheHistoryIsGone() {
    Answer page = client.get(MAPS);
    client.createMap("z", "1");
    client.createMap("y", "1");
    String next = client.get(MAPS + "?limit=1").json().path("metadata").path("continue").asText();
    for (int each = 0; each < 60; each++) {
      client.put(MAPS + "/z", LabClient.map("z", "v" + each));
    }
    JsonNode event = client.watch(MAPS + "?watch=true&resourceVersion=" + page.revision()).next();
    assertThat(event.path("type").asText()).isEqualTo("ERROR");
    assertThat(event.path("object").path("code").asInt()).isEqualTo(410);
    assertThat(event.path("object").path("reason").asText()).isEqualTo("Expired");
    assertThat(client.get(MAPS + "?limit=1&continue=" + next).status()).isEqualTo(410);
    assertThat(
            client
                .get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + page.revision())
                .status())
        .isEqualTo(410);
  }

  @Test
  void selectorsChooseWhatIsListedWatchedAndDeleted() {
    client.post(MAPS, "{\"metadata\":{\"name\":\"a\",\"labels\":{\"t\":\"x\"}}}");
    client.post(MAPS, "{\"metadata\":{\"name\":\"b\",\"labels\":{\"t\":\"y\"}}}");
    client.post(MAPS, "{\"metadata\":{\"name\":\"c\"}}");
    assertThat(client.get(MAPS + "?labelSelector=t%20notin%20(x)").json().path("items")).hasSize(2);
    assertThat(client.get(MAPS + "?fieldSelector=metadata.name%3Da").json().path("items"))
        .hasSize(1);
    Answer deleted = client.delete(MAPS + "?labelSelector=t%20in%20(x,y)");
    assertThat(deleted.json().path("items")).hasSize(2);
    assertThat(client.get(MAPS).json().path("items")).hasSize(1);
  }

  @Test
  void aWatchTellsWhatEntersAndLeavesItsSelection() {
    String from = client.get(MAPS).revision();
    Iterator<JsonNode> watch =
        client.watch(MAPS + "?watch=true&labelSelector=t%3Dx&resourceVersion=" + from);
    client.createMap("a", "1");
    client.send("PATCH", MAPS + "/a", MERGE, "{\"metadata\":{\"labels\":{\"t\":\"x\"}}}");
    Answer left =
        client.send("PATCH", MAPS + "/a", MERGE, "{\"metadata\":{\"labels\":{\"t\":\"y\"}}}");
    JsonNode entered = watch.next();
    assertThat(LabClient.told(entered)).isEqualTo("ADDED a 1");
    JsonNode gone = watch.next();
    assertThat(LabClient.told(gone)).isEqualTo("DELETED a 1");
    assertThat(gone.path("object").path("metadata").path("resourceVersion").asText())
        .isEqualTo(left.revision());
    assertThat(gone.path("object").path("metadata").path("labels").path("t").asText())
        .isEqualTo("x");
  }

  @Test
  void aWatchMayBeginWithEverythingAndSayWhenThatIsOver() {
    client.createMap("a", "1");
    Iterator<JsonNode> watch =
        client.watch(
            MAPS
                + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                + "&allowWatchBookmarks=true&timeoutSeconds=1");
    assertThat(LabClient.told(watch.next())).isEqualTo("ADDED a 1");
    JsonNode bookmark = watch.next();
    assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
    assertThat(
            bookmark
                .path("object")
                .path("metadata")
                .path("annotations")
                .path("k8s.io/initial-events-end")
                .asText())
        .isEqualTo("true");
    while (watch.hasNext()) {
      assertThat(watch.next().path("type").asText()).isEqualTo("BOOKMARK");
    }
  }

  @Test
  void shardsDivideWhatIsListedAndTheListSaysSo() {
    for (int each = 0; each < 30; each++) {
      client.createMap("m" + each, "1");
    }
    String all =
        "shardRange(object.metadata.uid,%270x0000000000000000%27,%270x10000000000000000%27)";
    Answer list = client.get(MAPS + "?shardSelector=" + all);
    assertThat(list.json().path("items")).hasSize(30);
    assertThat(list.json().path("metadata").path("shardInfo").path("selector").asText())
        .startsWith("shardRange(");
  }

  @Test
  void aServerFromBeforeShardsIgnoresThem() {
    LabServer old = Labs.started(LabSettings.DEFAULTS.withShardSelector(false));
    try (LabClient other = new LabClient(old)) {
      other.createMap("a", "1");
      Answer list = other.get(MAPS + "?shardSelector=nonsense");
      assertThat(list.json().path("items")).hasSize(1);
      assertThat(list.json().path("metadata").has("shardInfo")).isFalse();
    } finally {
      old.close();
    }
  }
}
