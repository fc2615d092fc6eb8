package dev.picket.server;

import dev.picket.runtime.Readiness;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells an orchestrator whether the process lives and whether it can do its work. {@code ?verbose}
 * names the parts, as lines or, for those who accept it, as JSON.
 */
final class HealthRoutes implements HttpService {

  private final Readiness readiness;

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/livez", (_, response) -> send(response, "ok\n"));
    rules.any("/livez", MethodNotAllowed.butFor("GET"));
    rules.get("/readyz", this::ready).any("/readyz", MethodNotAllowed.butFor("GET"));
  }

  private void ready(ServerRequest request, ServerResponse response) {
    List<Readiness.Status> parts = readiness.statuses();
    boolean ready = parts.stream().allMatch(Readiness.Status::up);
    response.status(ready ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
    String accept = request.headers().first(HeaderNames.ACCEPT).orElse("");
    if (accept.contains("application/json")) {
      sendJson(response, ready, parts);
    } else {
      send(response, text(ready, request.query().contains("verbose") ? parts : List.of()));
    }
  }

  private static String text(boolean ready, List<Readiness.Status> parts) {
    StringBuilder lines = new StringBuilder();
    for (Readiness.Status part : parts) {
      lines.append(part.up() ? "[+] " : "[-] ").append(part.part());
      lines.append(part.up() ? " ok" : ": " + part.reason()).append('\n');
    }
    return lines.append(ready ? "ok" : "not ready").append('\n').toString();
  }

  private static void sendJson(
      ServerResponse response, boolean ready, List<Readiness.Status> parts) {
    Json.send(
        response,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("ready", ready);
          json.writeArrayFieldStart("parts");
          for (Readiness.Status part : parts) {
            json.writeStartObject();
            json.writeStringField("part", part.part());
            json.writeBooleanField("up", part.up());
            json.writeStringField("reason", part.reason());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void send(ServerResponse response, String text) {
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.send(text.getBytes(StandardCharsets.UTF_8));
  }
}
