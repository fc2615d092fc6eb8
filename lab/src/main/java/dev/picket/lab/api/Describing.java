package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers what is not about objects: versions, health, discovery and OpenAPI. */
final class Describing {

  private static final Set<String> HEALTH = Set.of("healthz", "livez", "readyz");
  private static final List<String> CHECKS = List.of("ping", "store");

  private final ObjectStore store;
  private final TypeRegistry types;
  private final OpenApi openApi = new OpenApi();

  Describing(ObjectStore store, TypeRegistry types) {
    this.store = store;
    this.types = types;
  }

  /**
   * Answers a read.
   *
   * @param root the path's first part
   */
  Answer answer(ApiRequest request, String root, List<String> path) {
    if (HEALTH.contains(root)) {
      return health(request, root, path);
    }
    request.query().allow(Set.of("hash", "pretty", "timeout"));
    List<ResourceType> all = types.all(store.latest());
    return switch (root) {
      case "version" -> path.size() == 1 ? Answer.json(200, version()) : found(Optional.empty());
      case "api" -> core(request, path, all);
      case "apis" -> groups(request, path, all);
      case "openapi" -> openApi(path, all);
      case "" -> Answer.json(200, roots(all));
      default -> throw StatusException.nothingHere();
    };
  }

  private static Answer health(ApiRequest request, String root, List<String> path) {
    Query query = request.query();
    query.allow(Set.of("exclude", "timeout", "verbose"));
    String excluded = query.text("exclude");
    if (path.size() > 2 || (path.size() == 2 && !CHECKS.contains(path.get(1)))) {
      throw StatusException.nothingHere();
    }
    if (path.size() == 2 || !query.given("verbose")) {
      return text("ok");
    }
    StringBuilder lines = new StringBuilder();
    for (String each : CHECKS) {
      lines.append("[+]").append(each).append(each.equals(excluded) ? " excluded: ok\n" : " ok\n");
    }
    return text(lines + root + " check passed\n");
  }

  private static Answer core(ApiRequest request, List<String> path, List<ResourceType> all) {
    return path.size() == 1
        ? Discovery.aggregated(request.accept(), all, true)
            .orElseGet(() -> Answer.json(200, Discovery.coreVersions("")))
        : found(Discovery.resources("", path.get(1), all));
  }

  private static Answer groups(ApiRequest request, List<String> path, List<ResourceType> all) {
    return switch (path.size()) {
      case 1 ->
          Discovery.aggregated(request.accept(), all, false)
              .orElseGet(() -> Answer.json(200, Discovery.groups(all)));
      case 2 -> found(Discovery.group(path.get(1), all));
      default -> found(Discovery.resources(path.get(1), path.get(2), all));
    };
  }

  /** Of OpenAPI v2 there is nothing: kubectl asks for it only where there is no v3. */
  private Answer openApi(List<String> path, List<ResourceType> all) {
    if (path.size() < 2 || !path.get(1).equals("v3")) {
      throw StatusException.nothingHere();
    }
    if (path.size() == 2) {
      return Answer.json(200, openApi.index(all));
    }
    Answer.Content document =
        openApi
            .document(all, String.join("/", path.subList(2, path.size())))
            .orElseThrow(StatusException::nothingHere);
    return Answer.document(200, Answer.JSON, document);
  }

  private static ObjectNode roots(List<ResourceType> all) {
    ObjectNode roots = Json.object();
    var paths = roots.putArray("paths");
    List.of("/api", "/api/v1", "/apis").forEach(paths::add);
    Discovery.versions(all, false)
        .forEach((group, versions) -> {
          paths.add("/apis/" + group);
          versions.keySet().forEach(each -> paths.add("/apis/" + group + "/" + each));
        });
    List.of("/healthz", "/livez", "/openapi/v3", "/readyz", "/version").forEach(paths::add);
    return roots;
  }

  private static Answer text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Answer.document(200, "text/plain; charset=utf-8", out -> out.write(bytes));
  }

  private static Answer found(Optional<ObjectNode> document) {
    return Answer.json(200, document.orElseThrow(StatusException::nothingHere));
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "33")
        .put("gitVersion", Api.VERSION)
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "javac")
        .put("platform", "jvm");
  }
}
