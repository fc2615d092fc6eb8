package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Access;
import dev.picket.lab.access.Requester;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.admission.AdmissionChain;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.kinds.RulesRegistry;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.ObjectStore;
import dev.picket.runtime.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The Kubernetes API over one store. Safe for use by many threads. */
public final class Api {

  /** The version of Kubernetes that the lab says it is. */
  public static final String VERSION = "v1.33.0-picket-lab";

  private static final List<String> NAMESPACES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private final ObjectStore store;
  private final TypeRegistry types;
  private final Describing describing;
  private final Access access;
  private final Questions questions;
  private final Verbs verbs;
  private final Scaling scaling;
  private final Bindings bindings;
  private final Eviction eviction;
  private final Removing removing;
  private final Listing listing;
  private final Watching watching;

  /**
   * An API with the namespaces that every cluster has.
   *
   * @param types which resources there are
   * @param access who may do what
   * @param admission what else is to be said about writes
   * @param sharding whether {@code shardSelector} is known; otherwise it is ignored
   * @param watchBufferLimit how many changes a watch may be behind before it is cut off
   */
  public Api(
      ObjectStore store,
      TypeRegistry types,
      Identity identity,
      Ticker ticker,
      Access access,
      Admission admission,
      boolean sharding,
      int watchBufferLimit) {
    Selecting selecting = new Selecting(sharding);
    RulesRegistry rules = new RulesRegistry(ticker, furtherRules());
    Deletion deletion = new Deletion(identity);
    this.store = store;
    this.types = types;
    this.describing = new Describing(store, types);
    this.access = access;
    Creation creation = new Creation(store, identity, rules, admission);
    Replacement replacement = new Replacement(store, identity, rules, admission, deletion);
    Applying applying = new Applying(store, identity.clock(), creation, replacement);
    this.verbs = new Verbs(store, identity.clock(), creation, replacement, applying);
    this.scaling = new Scaling(store, replacement, applying);
    this.bindings = new Bindings(identity, replacement, admission);
    this.eviction = new Eviction(store, identity, deletion, admission);
    this.removing = new Removing(store, admission, deletion, selecting);
    this.listing = new Listing(store, identity.clock(), selecting);
    this.watching = new Watching(store, identity.clock(), ticker, selecting, watchBufferLimit);
    this.questions = new Questions(access);
    NAMESPACES.forEach(this::createNamespace);
    store.write(transaction -> {
      Access.bootstrap(transaction, identity::uid, identity.now());
      return transaction.now();
    });
  }

  private static Map<String, KindRules> furtherRules() {
    Map<String, KindRules> further = new TreeMap<>(AdmissionChain.rules());
    further.putAll(Access.rules());
    return further;
  }

  /**
   * Answers a request.
   *
   * @throws StatusException for every request that is refused
   */
  public Answer handle(ApiRequest request) {
    List<String> path = segments(request.path());
    String root = path.isEmpty() ? "" : path.getFirst();
    access.require(Authorization.question(request, path));
    if (root.equals("api") && path.size() > 2 && path.get(1).equals("v1")) {
      return resource(request, target("", "v1", path.subList(2, path.size())));
    }
    if (root.equals("apis") && path.size() > 3) {
      return resource(request, target(path.get(1), path.get(2), path.subList(3, path.size())));
    }
    if (!request.method().equals("GET")) {
      throw StatusException.methodNotAllowed(
          "the server does not allow this method on the requested resource");
    }
    return root.equals(".well-known") || root.equals("openid")
        ? questions.published(path)
        : describing.answer(request, root, path);
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
    if (Access.reviews(target.type())) {
      return posted(request, target, questions::review);
    }
    return switch (target.subresource()) {
      case "scale" -> scale(request, target);
      case "binding" -> posted(request, target, bindings::bind);
      case "token" -> posted(request, target, questions::token);
      case "eviction" -> posted(request, target, eviction::evict);
      case "" ->
          target.type().plural().equals("bindings") && target.type().group().isEmpty()
              ? posted(request, target, bindings::bind)
              : object(request, target);
      default -> object(request, target);
    };
  }

  private Answer scale(ApiRequest request, Target target) {
    return switch (request.method()) {
      case "GET" -> scaling.get(request, target);
      case "PUT" -> scaling.update(request, target);
      case "PATCH" -> scaling.patch(request, target);
      default -> throw notAllowed();
    };
  }

  /** A copy of an object in another version of its resource. */
  public static ObjectNode converted(ObjectNode object, ResourceType from, ResourceType to) {
    return Versions.shown(to, Versions.stored(from, object.deepCopy()));
  }

  private static Answer posted(
      ApiRequest request, Target target, BiFunction<ApiRequest, Target, Answer> verb) {
    requireVerb(request.method().equals("POST"));
    return verb.apply(request, target);
  }

  private Answer object(ApiRequest request, Target target) {
    boolean one = target.name() != null;
    return switch (request.method()) {
      case "GET" -> warned(target, one ? verbs.get(request, target) : collection(request, target));
      case "POST" -> {
        requireVerb(!one);
        requireLastingType(target.type());
        yield aggregated(request, target, verbs.create(request, target));
      }
      case "PUT" -> {
        requireVerb(one);
        requireMayCreate(request, target);
        yield aggregated(request, target, verbs.update(request, target));
      }
      case "PATCH" -> {
        requireVerb(one);
        yield aggregated(request, target, verbs.patch(request, target));
      }
      case "DELETE" -> {
        requireVerb(target.subresource().isEmpty());
        requireVerb(one || deletesCollection(target));
        Answer deleted =
            one ? removing.delete(request, target) : removing.deleteCollection(request, target);
        yield aggregated(request, target, deleted);
      }
      default -> throw notAllowed();
    };
  }

  /** Writes tell of deprecation themselves; watches cannot. */
  private static Answer warned(Target target, Answer answer) {
    Optional<String> deprecation = target.type().deprecation();
    if (deprecation.isEmpty() || !(answer instanceof Answer.Document document)) {
      return answer;
    }
    List<String> warnings = new ArrayList<>(document.warnings());
    warnings.add(deprecation.get());
    return new Answer.Document(
        document.status(), document.contentType(), document.content(), warnings);
  }

  private static void requireLastingType(ResourceType type) {
    if (type.custom() && !type.verbs().contains("create")) {
      throw StatusException.methodNotAllowed(
          "create not allowed while custom resource definition is terminating");
    }
  }

  /** A PUT may create what is not there, but only by whom might create it. */
  private void requireMayCreate(ApiRequest request, Target target) {
    if (target.type().updates().creates()
        && target.subresource().isEmpty()
        && store.latest().get(target.key()).isEmpty()) {
      access.require(Authorization.creation(request, target));
    }
  }

  /** Roles that are made of others follow at once. */
  private Answer aggregated(ApiRequest request, Target target, Answer answer) {
    if (Access.aggregates(target.type()) && !request.query().has("dryRun")) {
      store.write(transaction -> {
        Access.aggregate(transaction);
        return transaction.now();
      });
    }
    return answer;
  }

  /** Never in all namespaces at once. */
  private static boolean deletesCollection(Target target) {
    return target.type().verbs().contains("deletecollection")
        && (target.namespace() != null || !target.type().namespaced());
  }

  private Answer collection(ApiRequest request, Target target) {
    return request.query().flag("watch")
        ? new Answer.Events(watching.open(request, target))
        : listing.list(request, target);
  }

  private Target target(String group, String version, List<String> rest) {
    return Target.of(types, store.latest(), group, version, rest);
  }

  private void createNamespace(String name) {
    if (store.latest().get(BuiltInTypes.NAMESPACE.key("", name)).isPresent()) {
      return;
    }
    ObjectNode namespace = Json.object().put("kind", "Namespace").put("apiVersion", "v1");
    namespace.putObject("metadata").put("name", name);
    ApiRequest request =
        new ApiRequest(
            "POST",
            "/api/v1/namespaces",
            new Query(Map.of()),
            "",
            "",
            "",
            Requester.LAB,
            () -> Json.bytes(namespace));
    handle(request);
  }

  private static void requireVerb(boolean there) {
    if (!there) {
      throw notAllowed();
    }
  }

  private static StatusException notAllowed() {
    return StatusException.methodNotAllowed(
        "the server does not allow this method on the requested resource");
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(each -> !each.isEmpty()).toList();
  }
}
