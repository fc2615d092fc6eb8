package dev.picket.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.picket.observation.InvalidInputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Picket server's REST API, seen from the command line.
 *
 * <p>Every method throws {@link UnavailableException} when the server cannot be reached or cannot
 * answer now, and {@link RefusedException} when it does not accept what was asked.
 */
final class ApiClient implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI server;

  ApiClient(URI server) {
    if (server.getScheme() == null || server.getHost() == null) {
      throw new InvalidInputException(
          "--server", server.toString(), "a URL such as http://localhost:8080");
    }
    this.server = server;
  }

  /** Observations that meet the restrictions, from as many pages as it takes. */
  List<JsonNode> observations(Map<String, String> restrictions, int limit, int page) {
    List<JsonNode> items = new ArrayList<>();
    Map<String, String> parameters = new LinkedHashMap<>(restrictions);
    JsonNode next;
    do {
      parameters.put("limit", Integer.toString(Math.min(page, limit - items.size())));
      JsonNode answer = get("/api/v1/observations", parameters);
      answer.path("items").forEach(items::add);
      next = answer.path("next");
      parameters.put("cursor", next.asText());
    } while (next.isTextual() && items.size() < limit);
    return items;
  }

  /** One Observation, by its id or the beginning of it. */
  JsonNode observation(String id) {
    return get("/api/v1/observations/" + encode(id), Map.of());
  }

  /** Observations as they change, from now on; the stream is open when this returns. */
  EventStream stream(Map<String, String> restrictions) {
    return follow(address("/api/v1/stream", restrictions), "observation");
  }

  /** The shard group as the server sees it. */
  JsonNode shards() {
    return get("/api/v1/shards", Map.of());
  }

  /** The shard group now, and whenever anything about it changes. */
  EventStream shardStream() {
    return follow(address("/api/v1/shards/stream", Map.of()), "shards");
  }

  /**
   * Asks for a member to be drained, or takes that back.
   *
   * @return the member's whole id
   */
  String drain(String member, boolean drained) {
    URI address = address("/api/v1/shards/members/" + encode(member) + "/drain", Map.of());
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .method(drained ? "POST" : "DELETE", HttpRequest.BodyPublishers.noBody())
            .timeout(ANSWER_TIMEOUT)
            .build();
    return answer(request).path("member").asText();
  }

  private EventStream follow(URI address, String event) {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "text/event-stream").build();
    HttpResponse<Stream<String>> answer = send(request, HttpResponse.BodyHandlers.ofLines());
    if (answer.statusCode() != 200) {
      String body = answer.body().collect(Collectors.joining("\n"));
      throw refusal(answer.statusCode(), body);
    }
    return new EventStream(answer.body(), ApiClient::parse, event);
  }

  private JsonNode get(String path, Map<String, String> parameters) {
    return answer(
        HttpRequest.newBuilder(address(path, parameters)).timeout(ANSWER_TIMEOUT).build());
  }

  private JsonNode answer(HttpRequest request) {
    HttpResponse<String> answer = send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw refusal(answer.statusCode(), answer.body());
    }
    return parse(answer.body());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (ConnectException refused) {
      throw new UnavailableException(
          "nothing answers at " + server + ". Is Picket running? Start it with: picket up",
          refused);
    } catch (IOException failure) {
      throw new UnavailableException(server + " did not answer: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for " + server, interrupted);
    }
  }

  private RuntimeException refusal(int status, String body) {
    String words = detail(body);
    String message = server + " answered " + status + (words.isEmpty() ? "" : ": " + words);
    return status < 500 ? new RefusedException(message) : new UnavailableException(message, null);
  }

  private static String detail(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      return problem.path("detail").asText(problem.path("title").asText());
    } catch (JsonProcessingException notJson) {
      // Whatever stands between us and the server answered, a proxy say; its own words help most.
      return body.lines().findFirst().orElse("");
    }
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      throw new UnavailableException(
          "the server's answer is not JSON: " + notJson.getMessage(), notJson);
    }
  }

  private URI address(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    String base = server.toString().replaceAll("/+$", "");
    return URI.create(base + path + (query.isEmpty() ? "" : "?" + query));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
