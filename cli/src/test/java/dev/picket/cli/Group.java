package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.coordination.shard.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A shard group and what it has made of its cluster, as one of its servers tells. */
record Group(String address) {

  static final int PARTITIONS = 1_024;

  JsonNode shards() {
    try (ApiClient api = new ApiClient(URI.create(address))) {
      return api.shards();
    }
  }

  /** Ids of the members that there are, in order. */
  List<String> members() {
    return elements(shards(), "members").map(member -> member.path("id").asText()).toList();
  }

  /** The id of the member of this name. */
  String member(String name) {
    List<String> ids = members().stream().filter(id -> id.startsWith(name + "-")).toList();
    assertThat(ids).as("members named " + name).hasSize(1);
    return ids.getFirst();
  }

  /** Checks that every partition is settled with its owner, and who has how many. */
  void assertShares(Integer... owned) {
    JsonNode shards = shards();
    assertThat(elements(shards, "runs"))
        .allMatch(run -> run.path("state").asText().equals("owned"));
    assertThat(
            elements(shards, "members")
                .map(member -> member.path("owned").asInt())
                .sorted(Comparator.reverseOrder()))
        .containsExactly(owned);
    assertThat(Stream.of(owned).mapToInt(Integer::intValue).sum()).isEqualTo(PARTITIONS);
  }

  /** The name, without what tells incarnations apart, of who owns an object. */
  String ownerOf(String uid) {
    JsonNode run = runOf(uid);
    assertThat(run.path("state").asText()).isEqualTo("owned");
    return run.path("owner").asText().replaceFirst("-[0-9a-f]{5}(-\\d+)?$", "");
  }

  long epochOf(String uid) {
    return runOf(uid).path("epoch").asLong();
  }

  private JsonNode runOf(String uid) {
    int partition = Pool.UID.partition(uid, PARTITIONS);
    return elements(shards(), "runs")
        .filter(run -> run.path("from").asInt() <= partition && partition <= run.path("to").asInt())
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody knows partition " + partition));
  }

  /** Each partition's epoch, in their order; none while there is no map. */
  List<Long> epochs() {
    return elements(shards(), "runs")
        .flatMap(run -> Collections.nCopies(length(run), run.path("epoch").asLong()).stream())
        .toList();
  }

  private static int length(JsonNode run) {
    return run.path("to").asInt() - run.path("from").asInt() + 1;
  }

  /** Why partitions moved, the latest first. */
  List<String> reasons() {
    return elements(shards(), "moves").map(move -> move.path("reason").asText()).toList();
  }

  /** What is said of a workload by the Trivy operator: a line for each Observation, in order. */
  List<String> findings(String workload) {
    return observations("trivy", workload);
  }

  /** What a source says of a resource: a line for each Observation, in order. */
  List<String> observations(String source, String name) {
    try (ApiClient api = new ApiClient(URI.create(address))) {
      return api.observations(Map.of("source", source, "name", name), 1_000, 1_000).stream()
          .map(Group::line)
          .sorted()
          .toList();
    }
  }

  private static String line(JsonNode observation) {
    return Stream.of("rule", "severity", "state", "count")
        .map(field -> observation.path(field).asText())
        .collect(Collectors.joining(" "));
  }

  /** Posts to this server's webhooks and returns the answer's status. */
  int post(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  private static Stream<JsonNode> elements(JsonNode root, String field) {
    return StreamSupport.stream(root.path(field).spliterator(), false);
  }
}
