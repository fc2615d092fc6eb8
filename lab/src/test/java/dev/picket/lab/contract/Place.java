package dev.picket.lab.contract;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where one case works: a server, a namespace of the case's own, made when it is first named, and
 * whatever else is deleted at the end.
 *
 * <p>A path that begins with a slash is taken as it is; any other is a resource in the namespace:
 * {@code configmaps/a} or {@code apps/v1/deployments/a/scale}.
 */
final class Place implements AutoCloseable {

  static final String JSON = "application/json";
  static final String MERGE = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";
  static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  /** Real controllers look for new kinds every half minute, and delete few namespaces at a time. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LAB_PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final ApiServer server;
  private final List<String> made = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final String prefix;
  private String namespace = "";

  Place(ApiServer server) {
    this.server = server;
    this.prefix = "picket-contract-" + Long.toString(server.random().nextLong() >>> 1, 36);
  }

  ApiServer server() {
    return server;
  }

  int minor() {
    return server.minor();
  }

  /** The case's namespace. */
  String namespace() {
    if (namespace.isEmpty()) {
      namespace = prefix;
      make("/api/v1/namespaces", "{metadata:{name:'%s'}}".formatted(namespace));
      awaitFurnished();
    }
    return namespace;
  }

  /** What a cluster puts into every namespace comes before the case begins, not in the middle. */
  private void awaitFurnished() {
    String map = "/configmaps/kube-root-ca.crt";
    if (get("/api/v1/namespaces/default" + map).status() == 200) {
      String own = "/api/v1/namespaces/" + namespace + map;
      until("the namespace is furnished", () -> get(own).status() == 200);
    }
  }

  /** A name that nobody else has. */
  String unique(String what) {
    return prefix + "-" + what;
  }

  /** A group of custom resources that nobody else has. */
  String group() {
    return prefix.substring("picket-contract-".length()) + ".contract.picket.dev";
  }

  String path(String path) {
    if (path.startsWith("/")) {
      return path;
    }
    String[] parts = path.split("/", 3);
    boolean grouped = parts.length == 3 && parts[1].matches("v\\d+((alpha|beta)\\d+)?");
    return grouped
        ? "/apis/" + parts[0] + "/" + parts[1] + "/namespaces/" + namespace() + "/" + parts[2]
        : "/api/v1/namespaces/" + namespace() + "/" + path;
  }

  Answer get(String path) {
    return send("GET", path, Map.of(), "");
  }

  Answer get(String path, String accept) {
    return send("GET", path, Map.of("Accept", accept), "");
  }

  Answer post(String path, String loose) {
    return send("POST", path, JSON, Loose.strict(loose));
  }

  Answer put(String path, String loose) {
    return send("PUT", path, JSON, Loose.strict(loose));
  }

  /** Creates what must be created. */
  Answer create(String path, String loose) {
    return post(path, loose).is(201);
  }

  /** Creates what is in no namespace, and deletes it when the case ends. */
  Answer make(String path, String loose) {
    Answer created = create(path, loose);
    made.add(path + "/" + created.name());
    return created;
  }

  /** Has something deleted when the case ends, whether it is there or not. */
  void deleteAtEnd(String path) {
    made.add(path);
  }

  Answer patch(String path, String type, String loose) {
    return send("PATCH", path, type, Loose.strict(loose));
  }

  Answer merge(String path, String loose) {
    return patch(path, MERGE, loose);
  }

  Answer strategic(String path, String loose) {
    return patch(path, STRATEGIC, loose);
  }

  Answer jsonPatch(String path, String loose) {
    return patch(path, JSON_PATCH, loose);
  }

  /** Applies from a manager; the path may bring further parameters. */
  Answer apply(String path, String manager, String loose) {
    String mark = path.contains("?") ? "&" : "?";
    return patch(path + mark + "fieldManager=" + manager, APPLY, loose);
  }

  Answer delete(String path) {
    return send("DELETE", path, Map.of(), "");
  }

  Answer delete(String path, String options) {
    return send("DELETE", path, JSON, Loose.strict(options));
  }

  Answer send(String method, String path, String type, String body) {
    return send(method, path, Map.of("Content-Type", type), body);
  }

  Answer send(String method, String path, Map<String, String> headers, String body) {
    return server.send(method, path(path), headers, body.getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String path, String type, byte[] body) {
    return server.send(method, path(path), Map.of("Content-Type", type), body);
  }

  /** Asks as somebody else. */
  Answer as(String token, String method, String path, String loose) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", token.isEmpty() ? "" : "Bearer " + token);
    headers.put("Content-Type", loose.isEmpty() ? "" : JSON);
    return send(method, path, headers, loose.isEmpty() ? "" : Loose.strict(loose));
  }

  Events watch(String path) {
    return watch(path, JSON);
  }

  /** A watch of a path that has parameters of its own. */
  Events watch(String path, String accept) {
    HttpResponse<InputStream> response =
        server.open(path(path) + "&watch=true", Map.of("Accept", accept));
    Events events = new Events(path, response);
    open.add(events);
    return events;
  }

  private Duration patience() {
    return server.lab() ? LAB_PATIENCE : PATIENCE;
  }

  /** Waits until something is so. */
  void until(String what, BooleanSupplier fact) {
    long begun = server.ticker().nanos();
    while (!fact.getAsBoolean()) {
      if (server.ticker().since(begun).compareTo(patience()) > 0) {
        throw new AssertionError("not within %s: %s".formatted(patience(), what));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Waits until an object has a value. */
  Answer untilHas(String path, String pointer, String expected) {
    long begun = server.ticker().nanos();
    while (true) {
      Answer answer = get(path);
      try {
        return answer.is(200).has(pointer, expected);
      } catch (AssertionError notYet) {
        if (server.ticker().since(begun).compareTo(patience()) > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Waits until an object is no more. */
  void untilGone(String path) {
    until(path + " is gone", () -> get(path).status() == 404);
  }

  /** Closed when the case ends. */
  <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  @Override
  public void close() {
    for (AutoCloseable each : open.reversed()) {
      closeNow(each);
    }
    for (String each : made.reversed()) {
      server.send("DELETE", each, Map.of(), new byte[0]);
    }
  }

  private static void closeNow(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
