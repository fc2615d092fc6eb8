package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API against its own description. */
final class DescriptionRoutesTest {

  private final FakeShardGroup group = new FakeShardGroup(16, "picket-a", "picket-b");
  private final TestServer server = new TestServer(TestServer.QUICK, group);

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode description() throws IOException {
    HttpResponse<String> response = server.get("/api/v1/openapi.yaml");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/yaml");
    return new YAMLMapper().readTree(response.body());
  }

  @Test
  void everyRouteIsDescribed() throws IOException {
    List<String> described = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description().path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(method -> {
            if (!method.equals("parameters")) {
              described.add(method + " " + path.getKey());
            }
          });
    }

    assertThat(described)
        .containsExactlyInAnyOrder(
            "get /api/v1/observations",
            "get /api/v1/observations/{id}",
            "post /api/v1/observations/{id}/suppress",
            "post /api/v1/observations/{id}/resolve",
            "post /api/v1/observations/{id}/reopen",
            "get /api/v1/stats",
            "get /api/v1/stream",
            "get /api/v1/shards",
            "get /api/v1/shards/stream",
            "post /api/v1/shards/members/{member}/drain",
            "delete /api/v1/shards/members/{member}/drain",
            "get /api/v1/openapi.yaml");
  }

  @Test
  void everythingDescribedIsThere() throws IOException {
    String id = server.shellIn("web-1");
    for (Map.Entry<String, JsonNode> path : description().path("paths").properties()) {
      String address = path.getKey().replace("{id}", id).replace("{member}", "picket-b");
      if (path.getValue().has("post")) {
        assertThat(server.post(address, "{}").statusCode()).as(address).isIn(200, 400);
      } else if (address.endsWith("/stream")) {
        EventStream.open(server, address).close();
      } else {
        assertThat(server.get(address).statusCode()).as(address).isEqualTo(200);
      }
    }
  }

  @Test
  void describedParametersAreTheOnesThatAreRead() throws IOException {
    JsonNode api = description();
    for (String path : List.of("/api/v1/observations", "/api/v1/stats", "/api/v1/stream")) {
      String known =
          TestServer.json(server.get(path + "?unknown=1"))
              .path("problems")
              .path(0)
              .path("expected")
              .textValue();
      List<String> described = new ArrayList<>();
      for (JsonNode parameter : api.path("paths").path(path).path("get").path("parameters")) {
        JsonNode there =
            parameter.has("$ref")
                ? api.at(parameter.path("$ref").textValue().substring(1))
                : parameter;
        if (there.path("in").textValue().equals("query")) {
          described.add(there.path("name").textValue());
        }
      }
      assertThat(described)
          .containsExactlyInAnyOrder(known.substring("one of ".length()).split(", "));
    }
  }

  @Test
  void describedFieldsAreTheOnesThatAreWritten() throws IOException {
    server.shellIn("web-1");
    JsonNode written = server.json("/api/v1/observations").path("items").path(0);

    JsonNode described = description().at("/components/schemas/Observation/properties");

    assertThat(described.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(() -> written.fieldNames());
  }

  @ParameterizedTest
  @CsvSource({"Shards, ''", "Member, /members/0", "Run, /runs/0", "Move, /moves/0"})
  void describedFieldsOfShardsAreTheOnesThatAreWritten(String schema, String place)
      throws IOException {
    JsonNode written = server.json("/api/v1/shards").at(place);

    JsonNode described = description().at("/components/schemas/" + schema + "/properties");

    assertThat(described.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(() -> written.fieldNames());
  }
}
