package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.ObjectStore;
import dev.picket.runtime.Ticker;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Kubernetes API over one store. Safe for use by many threads. */
public final class Api {

  /** The version of Kubernetes that the lab says it is. */
  public static final String VERSION = "v1.33.0-picket-lab";

  private static final List<String> NAMESPACES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");
  private static final Set<String> HEALTH = Set.of("healthz", "livez", "readyz");

  private final ObjectStore store;
  private final TypeRegistry types = new TypeRegistry();
  private final Creation creation;
  private final Verbs verbs;
  private final Removing removing;
  private final Listing listing;
  private final Watching watching;

  /**
   * An API with the namespaces that every cluster has.
   *
   * @param sharding whether {@code shardSelector} is known; otherwise it is ignored
   * @param watchBufferLimit how many changes a watch may be behind before it is cut off
   */
  public Api(
      ObjectStore store, Identity identity, Ticker ticker, boolean sharding, int watchBufferLimit) {
    Selecting selecting = new Selecting(sharding);
    Writes writes = new Writes(store);
    Deletion deletion = new Deletion(types, identity);
    this.store = store;
    this.creation = new Creation(identity);
    this.verbs = new Verbs(writes, identity.clock(), creation, new Replacement(deletion));
    this.removing = new Removing(writes, deletion, selecting);
    this.listing = new Listing(store, identity.clock(), selecting);
    this.watching = new Watching(store, identity.clock(), ticker, selecting, watchBufferLimit);
    NAMESPACES.forEach(this::createNamespace);
  }

  /**
   * Answers a request.
   *
   * @throws StatusException for every request that is refused
   */
  public Answer handle(ApiRequest request) {
    List<String> path = segments(request.path());
    String root = path.isEmpty() ? "" : path.getFirst();
    if (root.equals("api") && path.size() > 2 && path.get(1).equals("v1")) {
      return resource(request, target("", "v1", path.subList(2, path.size())));
    }
    if (root.equals("apis") && path.size() > 3) {
      return resource(request, target(path.get(1), path.get(2), path.subList(3, path.size())));
    }
    if (!request.method().equals("GET")) {
      throw StatusException.methodNotAllowed("the server does not allow this method here");
    }
    return described(request, root, path);
  }

  /**
   * The watch that a request asks for; empty when it asks for something else.
   *
   * @throws StatusException for every watch that is refused
   */
  public Optional<Watch> watch(ApiRequest request) {
    return request.query().flag("watch") && handle(request) instanceof Answer.Events events
        ? Optional.of(events.watch())
        : Optional.empty();
  }

  private Answer resource(ApiRequest request, Target target) {
    boolean one = target.name() != null;
    return switch (request.method()) {
      case "GET" -> one ? verbs.get(request, target) : collection(request, target);
      case "POST" -> {
        requireVerb(!one, request, target);
        yield verbs.create(request, target);
      }
      case "PUT" -> {
        requireVerb(one, request, target);
        yield verbs.update(request, target);
      }
      case "PATCH" -> {
        requireVerb(one, request, target);
        yield verbs.patch(request, target);
      }
      case "DELETE" -> {
        requireVerb(!target.status(), request, target);
        yield one ? removing.delete(request, target) : removing.deleteCollection(request, target);
      }
      default -> throw notAllowed(request, target);
    };
  }

  private Answer collection(ApiRequest request, Target target) {
    return request.query().flag("watch")
        ? new Answer.Events(watching.open(request, target))
        : listing.list(request, target);
  }

  private Target target(String group, String version, List<String> rest) {
    return Target.of(types, store.latest(), group, version, rest);
  }

  private Answer described(ApiRequest request, String root, List<String> path) {
    if (HEALTH.contains(root)) {
      return Answer.document(
          200, "text/plain; charset=utf-8", out -> out.write(new byte[] {'o', 'k'}));
    }
    List<ResourceType> all = types.all(store.latest());
    return switch (root) {
      case "version" -> Answer.json(200, version());
      case "api" ->
          path.size() == 1
              ? Discovery.aggregated(request.accept(), all, true)
                  .orElseGet(() -> Answer.json(200, Discovery.coreVersions("")))
              : found(Discovery.resources("", path.get(1), all));
      case "apis" -> groups(request, path, all);
      case "openapi" -> openApi(path, all);
      default -> throw StatusException.nothingHere();
    };
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

  private Answer openApi(List<String> path, List<ResourceType> all) {
    if (path.equals(List.of("openapi", "v3"))) {
      return Answer.json(200, OpenApi.index(all, definitionsRevision()));
    }
    if (path.size() == 4 && path.get(1).equals("v3") && path.get(2).equals("api")) {
      return found(OpenApi.document(all, "", path.get(3)));
    }
    if (path.size() == 5 && path.get(1).equals("v3") && path.get(2).equals("apis")) {
      return found(OpenApi.document(all, path.get(3), path.get(4)));
    }
    throw StatusException.nothingHere();
  }

  /** Changes whenever a definition does. */
  private long definitionsRevision() {
    long[] sum = {0};
    store
        .latest()
        .visit(
            BuiltInTypes.DEFINITION.scope(null),
            definition -> {
              sum[0] += definition.revision();
              return true;
            });
    return sum[0];
  }

  private static Answer found(Optional<ObjectNode> document) {
    return Answer.json(200, document.orElseThrow(StatusException::nothingHere));
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "33")
        .put("gitVersion", VERSION)
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "")
        .put("compiler", "javac")
        .put("platform", "jvm");
  }

  private void createNamespace(String name) {
    ObjectNode namespace = Json.object().put("kind", "Namespace").put("apiVersion", "v1");
    namespace.putObject("metadata").put("name", name);
    store.write(transaction -> creation.create(transaction, BuiltInTypes.NAMESPACE, "", namespace));
  }

  private static void requireVerb(boolean there, ApiRequest request, Target target) {
    if (!there) {
      throw notAllowed(request, target);
    }
  }

  private static StatusException notAllowed(ApiRequest request, Target target) {
    return StatusException.methodNotAllowed(
        "the server does not allow "
            + request.method()
            + " on "
            + target.type().resource()
            + (target.name() == null ? " as a collection" : ""));
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(each -> !each.isEmpty()).toList();
  }
}
