package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's files, without a browser. */
final class DashboardRoutesTest {

  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*\"(\\./[^\"]+)\"");

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/observations/abcdef", "/shards"})
  void everyPageIsTheSameAndLoadsFromHereAlone(String path) {
    HttpResponse<String> page = server.get(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<picket-app>").doesNotContain("${").doesNotContain("http");
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self' 'sha256-")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  @Test
  void everythingThatThePageNamesIsThere() throws IOException {
    String page = server.get("/").body();
    String map = page.substring(page.indexOf("{"), page.indexOf("</script>", page.indexOf("{")));
    Deque<String> open = new ArrayDeque<>();
    LINK.matcher(page).results().forEach(link -> open.add(link.group(1)));
    JsonNode imports = TestServer.JSON.readTree(map).path("imports");
    imports.forEach(address -> {
      if (!address.textValue().endsWith("/")) {
        open.add(address.textValue());
      }
    });

    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String path = open.pop();
      if (seen.add(path)) {
        HttpResponse<String> file = server.get(path);
        assertThat(file.statusCode()).as(path).isEqualTo(200);
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        Matcher matcher = IMPORT.matcher(file.body());
        if (!path.startsWith("/assets/vendor/")) {
          matcher.results().forEach(found -> open.add("/assets/" + found.group(1).substring(2)));
        }
      }
    }

    assertThat(seen).hasSizeGreaterThan(30).contains("/assets/details-tree.js");
  }

  @Test
  void librariesAreKeptForGoodAndOwnFilesRevalidated() {
    Matcher library =
        Pattern.compile("\"(/assets/vendor/lit/[^\"]+index.js)\"").matcher(server.get("/").body());
    assertThat(library.find()).isTrue();

    assertThat(server.get(library.group(1)).headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
    HttpResponse<String> own = server.get("/assets/main.js");
    assertThat(own.headers().firstValue("Cache-Control")).contains("no-cache");
    String etag = own.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again = server.get("/assets/main.js", "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void filesAreCompressedForThoseWhoAcceptIt() {
    String path = "/assets/css/list.css";

    HttpResponse<String> compressed = server.get(path, "Accept-Encoding", "gzip, br");

    assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(compressed.headers().firstValueAsLong("Content-Length").orElseThrow())
        .isLessThan(server.get(path).body().length() / 2);
    assertThat(server.get(path).headers().firstValue("Content-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/vendor/",
        "/assets/vendor/lit",
        "/assets/vendor/types__trusted-types/2.0.7/lib/index.js",
        "/assets/vendor/lit/3.3.1/package.json",
        "/assets/css/",
        "/assets/",
        "/assets/.hidden.js"
      })
  void nothingElseIsServed(String path) {
    assertThat(server.get(path).statusCode()).isEqualTo(404);
  }
}
