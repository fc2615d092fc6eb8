package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Selectors over fields, with the words of the real API server. */
@Timeout(60)
final class SelectingTest {

  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String CUSTOM = "/apis/e.dev/v1/namespaces/default/lamps";
  private static final String DEFINITION =
      """
      {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
       "metadata":{"name":"lamps.e.dev"},
       "spec":{"group":"e.dev","scope":"Namespaced","names":{"plural":"lamps","kind":"Lamp"},
        "versions":[{"name":"v1","served":true,"storage":true,
         "selectableFields":[{"jsonPath":".spec.color"},{"jsonPath":".spec.watts"}],
         "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object",
          "properties":{"color":{"type":"string"},"watts":{"type":"integer"}}}}}}}]}}
      """;

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "pods|foo=bar|field label not supported: foo",
        "nodes|metadata.namespace=x|field label not supported: metadata.namespace",
        "events|source.component=x|field label not supported: source.component",
        "secrets|data=x|field label not supported: data",
        "namespaces|metadata.namespace=x|field label not supported: metadata.namespace",
        "configmaps|foo=bar|\"foo\" is not a known field selector: only \"metadata.name\","
            + " \"metadata.namespace\"",
        "pods|foo|invalid selector: 'foo'; can't understand 'foo'",
        "pods|metadata.name=a=b|invalid field selector: unescaped character in value: 61",
        "pods|metadata.name=a\\x|invalid field selector: invalid escape sequence: \\x"
      })
  void whatCannotBeSelectedByIsRefused(String resource, String selector, String message) {
    Answer refused = client.get("/api/v1/" + resource + "?fieldSelector=" + encoded(selector));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "batch/v1,jobs,field label \"foo\" not supported for batchv1.Job",
    "batch/v1,cronjobs,field label \"foo\" not supported for \"CronJob\"",
    "certificates.k8s.io/v1,certificatesigningrequests,field label not supported: foo",
    "events.k8s.io/v1,events,field label not supported: foo"
  })
  void groupsSayItInTheirOwnWords(String version, String resource, String message) {
    Answer refused = client.get("/apis/" + version + "/" + resource + "?fieldSelector=foo%3Dbar");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo(message);
  }

  @Test
  void podsAreSelectedByTheirFields() {
    pod("a", "n1");
    pod("b", "n2");
    assertThat(names(PODS, "spec.nodeName=n1")).isEqualTo("a");
    assertThat(names(PODS, "spec.nodeName!=n1")).isEqualTo("b");
    assertThat(names(PODS, "spec.nodeName==n2,metadata.name=a")).isEmpty();
    assertThat(names(PODS, "spec.nodeName!=,metadata.namespace=default")).isEqualTo("a b");
    assertThat(names(PODS, "spec.hostNetwork=false,status.podIP=")).isEqualTo("a b");
    assertThat(names(PODS, "status.phase=Pending,")).isEqualTo("a b");
  }

  @Test
  void aWatchTellsWhatEntersAndLeavesByItsFields() {
    pod("a", "n1");
    pod("b", "n1");
    Iterator<JsonNode> watch =
        client.watch(PODS + "?watch=true&fieldSelector=" + encoded("status.phase=Running"));
    phase("a", "Running");
    phase("b", "Running");
    phase("a", "Succeeded");
    assertThat(LabClient.told(watch.next())).isEqualTo("ADDED a ");
    assertThat(LabClient.told(watch.next())).isEqualTo("ADDED b ");
    assertThat(LabClient.told(watch.next())).isEqualTo("DELETED a ");
  }

  @Test
  void aCollectionIsDeletedByFields() {
    pod("a", "n1");
    pod("b", "n2");
    Answer deleted =
        client.delete(PODS + "?gracePeriodSeconds=0&fieldSelector=" + encoded("spec.nodeName=n1"));
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(names(PODS, "")).isEqualTo("b");
  }

  @Test
  void eventsAreSelectedByWhatTheyAreAbout() {
    client.post(
        "/api/v1/namespaces/default/events",
        """
        {"metadata":{"name":"e"},"reason":"R","type":"Normal","source":{"component":"c"},
         "involvedObject":{"kind":"Pod","name":"p","namespace":"default"}}
        """);
    String core = "/api/v1/namespaces/default/events";
    String own = "/apis/events.k8s.io/v1/namespaces/default/events";
    assertThat(names(core, "involvedObject.name=p,involvedObject.kind=Pod,source=c"))
        .isEqualTo("e");
    assertThat(names(core, "reason=S")).isEmpty();
    assertThat(names(own, "regarding.name=p,type=Normal")).isEqualTo("e");
    assertThat(names(own, "regarding.name=q")).isEmpty();
  }

  @Test
  void customResourcesAreSelectedByTheFieldsThatTheyName() {
    assertThat(
            client
                .post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", DEFINITION)
                .status())
        .isEqualTo(201);
    String lamp =
        "{\"apiVersion\":\"e.dev/v1\",\"kind\":\"Lamp\",\"metadata\":{\"name\":\"%s\"},\"spec\":{%s}}";
    client.post(CUSTOM, lamp.formatted("a", "\"color\":\"red\",\"watts\":5"));
    client.post(CUSTOM, lamp.formatted("b", "\"color\":\"blue\""));
    assertThat(names(CUSTOM, "spec.color=red")).isEqualTo("a");
    assertThat(names(CUSTOM, "spec.color!=red")).isEqualTo("b");
    assertThat(names(CUSTOM, "spec.watts=5")).isEqualTo("a");
    assertThat(names(CUSTOM, "spec.watts=")).isEqualTo("b");
    assertThat(client.get(CUSTOM + "?fieldSelector=" + encoded("spec.size=1")).message())
        .isEqualTo("field label not supported: spec.size");
  }

  private void pod(String name, String node) {
    Answer created =
        client.post(
            PODS,
            """
            {"metadata":{"name":"%s"},
             "spec":{"nodeName":"%s","containers":[{"name":"c","image":"i"}]}}
            """
                .formatted(name, node));
    assertThat(created.status()).isEqualTo(201);
  }

  private void phase(String name, String phase) {
    Answer patched =
        client.send(
            "PATCH",
            PODS + "/" + name + "/status",
            "application/merge-patch+json",
            "{\"status\":{\"phase\":\"" + phase + "\"}}");
    assertThat(patched.status()).isEqualTo(200);
  }

  private String names(String path, String selector) {
    Answer list = client.get(path + "?fieldSelector=" + encoded(selector));
    assertThat(list.status()).isEqualTo(200);
    return String.join(
        " ",
        list.json().path("items").findValues("metadata").stream()
            .filter(each -> each.has("uid"))
            .map(each -> each.path("name").asText())
            .toList());
  }

  private static String encoded(String selector) {
    return URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }
}
