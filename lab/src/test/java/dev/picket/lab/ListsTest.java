package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists in pages and at revisions, by the real API server's table. */
@Timeout(60)
final class ListsTest {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final int HISTORY = 50;

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS.withHistoryLimit(HISTORY));
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
        "resourceVersionMatch=Exact|422|resourceVersionMatch: Forbidden: resourceVersionMatch is"
            + " forbidden unless resourceVersion is provided",
        "resourceVersionMatch=Exact&resourceVersion=0|422|resourceVersionMatch: Forbidden:"
            + " resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
        "resourceVersionMatch=foo&resourceVersion=1|422|resourceVersionMatch: Unsupported value:"
            + " \"foo\": supported values: \"Exact\", \"NotOlderThan\", \"\"",
        "resourceVersionMatch=Exact&resourceVersion=1&continue=abc|422|resourceVersionMatch:"
            + " Forbidden: resourceVersionMatch is forbidden when continue is provided",
        "sendInitialEvents=true|422|sendInitialEvents: Forbidden: sendInitialEvents is forbidden"
            + " for list"
      })
  void optionsThatContradictThemselvesAreRefused(String query, int status, String problem) {
    Answer refused = client.get(MAPS + "?" + query);
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.message()).isEqualTo("ListOptions.meta.k8s.io \"\" is invalid: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "eyJ2IjoidjIiLCJydiI6MX0|server does not recognize this encoded version \"v2\"",
        "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIifQ|encoded start key empty (version"
            + " meta.k8s.io/v1)",
        "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MCwic3RhcnQiOiJhL2IifQ|incorrect encoded start"
            + " resourceVersion (version meta.k8s.io/v1)",
        "xx|it is not a JSON document in base64"
      })
  void tokensThatAreNoneAreRefused(String token, String why) {
    Answer refused = client.get(MAPS + "?continue=" + token);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo("invalid continue token: continue key is not valid: " + why);
  }

  @Test
  void revisionsMeanWhatTheyMeanInTheRealTable() {
    String first = client.createMap("a", "1").revision();
    client.createMap("b", "1");
    assertThat(names(client.get(MAPS + "?resourceVersion=" + first))).containsExactly("a", "b");
    assertThat(names(client.get(MAPS + "?resourceVersion=" + first + "&limit=5")))
        .containsExactly("a");
    assertThat(names(client.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + first)))
        .containsExactly("a");
    assertThat(
            names(
                client.get(
                    MAPS + "?resourceVersionMatch=NotOlderThan&limit=5&resourceVersion=" + first)))
        .containsExactly("a", "b");
    assertThat(names(client.get(MAPS + "?resourceVersion=0&limit=1"))).containsExactly("a");
  }

  @Test
  void onlyWithoutSelectorsItIsSaidHowManyFollow() {
    for (String each : List.of("a", "b", "c")) {
      client.createMap(each, "1");
    }
    JsonNode all = client.get(MAPS + "?limit=1").json().path("metadata");
    assertThat(all.path("remainingItemCount").asInt()).isEqualTo(2);
    JsonNode selected = client.get(MAPS + "?limit=1&labelSelector=!x").json().path("metadata");
    assertThat(selected.path("continue").asText()).isNotEmpty();
    assertThat(selected.has("remainingItemCount")).isFalse();
  }

  @Test
  void aPageThatIsNoLongerHeldGoesOnAtTheNewestRevision() {
    client.createMap("a", "1");
    client.createMap("c", "1");
    client.createMap("d", "1");
    String token = client.get(MAPS + "?limit=1").json().path("metadata").path("continue").asText();
    for (int each = 0; each <= HISTORY; each++) {
      client.put(MAPS + "/a", LabClient.map("a", "v" + each));
    }
    client.createMap("b", "1");
    Answer gone = client.get(MAPS + "?limit=1&continue=" + token);
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.reason()).isEqualTo("Expired");
    String next = gone.json().path("metadata").path("continue").asText();
    Answer page = client.get(MAPS + "?limit=1&continue=" + next);
    assertThat(names(page)).containsExactly("b");
    String then = page.json().path("metadata").path("continue").asText();
    assertThat(names(client.get(MAPS + "?continue=" + then))).containsExactly("c", "d");
  }

  @Test
  void longAnswersAreCompressedForThoseWhoTakeIt() throws IOException, InterruptedException {
    client.createMap("a", "x".repeat(200_000));
    client.createMap("b", "x");
    HttpResponse<byte[]> list =
        client
            .http()
            .send(
                client.request(MAPS).header("Accept-Encoding", "gzip").build(),
                BodyHandlers.ofByteArray());
    assertThat(list.headers().firstValue("Content-Encoding")).contains("gzip");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(list.body()))) {
      assertThat(LabClient.JSON.readTree(body).path("items")).hasSize(2);
    }
    assertThat(client.get(MAPS).response().headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(
            client
                .send(client.request(MAPS + "/b").header("Accept-Encoding", "gzip").build())
                .response()
                .headers()
                .firstValue("Content-Encoding"))
        .isEmpty();
  }

  private static List<String> names(Answer list) {
    assertThat(list.status()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    list.json()
        .path("items")
        .forEach(each -> {
          String name = each.path("metadata").path("name").asText();
          if (!name.equals("kube-root-ca.crt")) {
            names.add(name);
          }
        });
    return names;
  }
}
