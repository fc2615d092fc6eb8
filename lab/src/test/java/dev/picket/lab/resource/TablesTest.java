package dev.picket.lab.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows against those of a Kubernetes 1.20 API server for the same objects, in tables.json. */
final class TablesTest {

  /** Columns that came after 1.20. */
  private static final Set<String> NEWER =
      Set.of(
          "Job Status",
          "CronJob Timezone",
          "PersistentVolume VolumeAttributesClass",
          "PersistentVolumeClaim VolumeAttributesClass",
          "PriorityClass PreemptionPolicy");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static Stream<JsonNode> recorded() {
    try (InputStream in = TablesTest.class.getResourceAsStream("tables.json")) {
      return StreamSupport.stream(MAPPER.readTree(in).spliterator(), false).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void rowsAreThoseOfTheRealServer(JsonNode recorded) {
    ObjectNode object = (ObjectNode) recorded.path("object");
    String kind = object.path("kind").asText();
    List<Column> columns = columns(recorded);
    Instant now = Instant.parse(recorded.path("now").asText());
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (int index = 0; index < recorded.path("columns").size(); index++) {
      JsonNode heading = recorded.path("columns").get(index);
      JsonNode cell = recorded.path("cells").get(index);
      expected.add(heading.path(0).asText() + " " + newer(kind, heading.path(0).asText(), cell));
    }
    for (Column each : columns) {
      if (!NEWER.contains(kind + " " + each.name())) {
        found.add(each.name() + " " + each.cell().of(object, now));
      }
    }
    if (kind.equals("ResourceQuota")) {
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    } else {
      assertThat(found).containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void headingsAreThoseOfTheRealServer(JsonNode recorded) {
    String kind = recorded.path("object").path("kind").asText();
    List<Column> columns = columns(recorded);
    for (JsonNode each : recorded.path("columns")) {
      String name = each.path(0).asText();
      // Since 1.22 it says when, too.
      String type =
          kind.equals("Pod") && name.equals("Restarts") ? "string" : each.path(1).asText();
      assertThat(columns)
          .anySatisfy(column -> {
            assertThat(column.name()).isEqualTo(name);
            assertThat(column.type()).isEqualTo(type);
            assertThat(column.format()).isEqualTo(each.path(2).asText());
            assertThat(column.priority()).isEqualTo(each.path(3).asInt());
          });
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void rowsSayWhatHasEnded(JsonNode recorded) {
    ObjectNode object = (ObjectNode) recorded.path("object");
    if (object.path("kind").asText().equals("Pod")) {
      ObjectNode table =
          Tables.table(
              BuiltInTypes.get("", "pods"),
              List.of(object),
              Tables.Include.NONE,
              true,
              Instant.EPOCH);
      assertThat(table.at("/rows/0/conditions")).isEqualTo(recorded.path("conditions"));
    } else {
      assertThat(recorded.has("conditions")).isFalse();
    }
  }

  @Test
  void sidecarsCountAmongContainersOnceTheyStarted() throws IOException {
    JsonNode pod =
        MAPPER.readTree(
            """
            {"spec":{"initContainers":[{"name":"s","restartPolicy":"Always"}],
              "containers":[{"name":"a"}]},
             "status":{"phase":"Running",
              "initContainerStatuses":[{"name":"s","started":true,"ready":true,"restartCount":2,
                "state":{"running":{}}}],
              "containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}]}}
            """);
    assertThat(PodCells.COLUMNS.get(1).cell().of(pod, Instant.EPOCH).asText()).isEqualTo("2/2");
    assertThat(PodCells.COLUMNS.get(2).cell().of(pod, Instant.EPOCH).asText()).isEqualTo("Running");
    assertThat(PodCells.COLUMNS.get(3).cell().of(pod, Instant.EPOCH).asText()).isEqualTo("2");
  }

  private static List<Column> columns(JsonNode recorded) {
    JsonNode object = recorded.path("object");
    if (recorded.has("declared")) {
      return Columns.custom(recorded.path("declared"));
    }
    String version = object.path("apiVersion").asText();
    int slash = version.indexOf('/');
    return Columns.of(slash < 0 ? "" : version.substring(0, slash), object.path("kind").asText());
  }

  /** What the cell of 1.20 has become since. */
  private static String newer(String kind, String column, JsonNode cell) {
    String text = cell.toString();
    return switch (kind + " " + column) {
      case "Pod Restarts" -> "\"" + text + (cell.asInt() == 0 ? "" : " (8m26s ago)") + "\"";
      // 1.20 counts one more than the series says.
      case "Event Count" -> text.replace("10", "9");
      case "HorizontalPodAutoscaler Targets" ->
          text.replace("500Mi", "memory: 500Mi").replace("40%", "cpu: 40%");
      default -> text;
    };
  }
}
